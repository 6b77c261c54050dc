import type * as ort from 'onnxruntime-web/wasm';
import type { ElementType, Tensor, TensorData, Tensors } from '../../core/onnx/graph/tensor';
import { runtimeOf } from './runtime';
import { loadError, runError } from './sessionErrors';
import type { Engine, ModelBytes, Session, SessionGraph } from './sessionTypes';
import { shareEqual } from './shareEqual';

/**
 * Loads a graph, such as a tapped model's. The weights go into the engine straight from `files.model`, of which a view is enough; the
 * bytes may be let go afterwards. Errors: `model-load`, `out-of-memory`, `worker-start`.
 */
export async function createSession(
  engine: Engine,
  graph: SessionGraph,
  files: ModelBytes,
): Promise<Session> {
  const { path, outputs: outputOf } = graph;
  const { kind, threads, Tensor: OwnTensor, create } = runtimeOf(engine);
  const session = await create(graph, files).catch((thrown: unknown) => {
    throw loadError(thrown, path);
  });
  return {
    engine: kind,
    threads,
    run: async (feeds, wanted = [...outputOf.keys()]) => {
      const names = wanted.map((tensor) => outputOf.get(tensor) ?? tensor);
      const outputs = await session.run(asEngineTensors(feeds, OwnTensor), names).catch((thrown: unknown) => {
        throw runError(thrown, path, longestAxis(feeds));
      });
      const tensors = new Map<string, Tensor>();
      for (const [index, tensor] of wanted.entries()) {
        const value = outputs[names[index] ?? ''];
        if (value) tensors.set(tensor, fromEngine(value));
      }
      return shareEqual(tensors);
    },
    dispose: () => session.release(),
  };
}

function asEngineTensors(feeds: Tensors, OwnTensor: typeof ort.Tensor): Record<string, ort.Tensor> {
  const tensors: Record<string, ort.Tensor> = {};
  for (const [name, { type, data, dims }] of feeds) {
    // SAFETY: the types' names are ONNX Runtime's own, and buildFeeds makes the array that each goes with.
    tensors[name] = new OwnTensor(type as 'float32', data as Float32Array, dims);
  }
  return tensors;
}

function fromEngine(tensor: ort.Tensor): Tensor {
  // SAFETY: on the CPU the data are there as a typed array, strings excepted, which no block taps.
  const data = tensor.data as TensorData;
  // Where JavaScript has numbers of 16 bits, the engine's tensors do: their bit patterns are the same everywhere.
  const bits = (): TensorData => new Uint16Array(data.buffer, data.byteOffset, data.length);
  return {
    type: tensor.type as ElementType,
    dims: tensor.dims,
    data: tensor.type === 'float16' ? bits() : data,
  };
}

function longestAxis(feeds: Tensors): number {
  return Math.max(0, ...[...feeds.values()].map(({ dims }) => dims[1] ?? dims[0] ?? 0));
}
