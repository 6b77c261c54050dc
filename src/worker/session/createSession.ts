import { prepareEngine } from './engine';
import * as ort from 'onnxruntime-web/wasm';
import type { ElementType, Tensor, TensorData, Tensors } from '../../core/onnx/tensor';
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
  const threads = prepareEngine(engine);
  const { path, weightsFile, outputs: outputOf } = graph;
  const external = graph.externalFiles.flatMap((file) => {
    const data = files.external[file];
    return data ? [{ path: file, data }] : [];
  });
  const session = await ort.InferenceSession.create(graph.graph, {
    executionProviders: ['wasm'],
    externalData: [{ path: weightsFile, data: files.model }, ...external],
    logSeverityLevel: 3,
  }).catch((thrown: unknown) => {
    throw loadError(thrown, path);
  });
  return {
    threads,
    run: async (feeds, wanted = [...outputOf.keys()]) => {
      const names = wanted.map((tensor) => outputOf.get(tensor) ?? tensor);
      const outputs = await session.run(asEngineTensors(feeds), names).catch((thrown: unknown) => {
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

function asEngineTensors(feeds: Tensors): Record<string, ort.Tensor> {
  const tensors: Record<string, ort.Tensor> = {};
  for (const [name, { type, data, dims }] of feeds) {
    // SAFETY: the types' names are ONNX Runtime's own, and buildFeeds makes the array that each goes with.
    tensors[name] = new ort.Tensor(type as 'float32', data as Float32Array, dims);
  }
  return tensors;
}

function fromEngine(tensor: ort.Tensor): Tensor {
  // SAFETY: on the CPU the data are there as a typed array, strings excepted, which no block taps.
  return { type: tensor.type as ElementType, dims: tensor.dims, data: tensor.data as TensorData };
}

function longestAxis(feeds: Tensors): number {
  return Math.max(0, ...[...feeds.values()].map(({ dims }) => dims[1] ?? dims[0] ?? 0));
}
