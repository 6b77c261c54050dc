import { prepareEngine } from './engine';
import * as ort from 'onnxruntime-web/wasm';
import type { TappedModel } from '../../core/onnx/tappedModel';
import type { ElementType, Tensor, TensorData, Tensors } from '../../core/onnx/tensor';
import { loadError, runError } from './sessionErrors';
import type { Engine, ModelBytes, Session } from './sessionTypes';
import { shareEqual } from './shareEqual';

/**
 * Loads a tapped model. The weights go into the engine straight from `files.model`, of which a view is enough; the
 * bytes may be let go afterwards. Errors: `model-load`, `out-of-memory`, `worker-start`.
 */
export async function createSession(
  engine: Engine,
  tapped: TappedModel,
  files: ModelBytes,
): Promise<Session> {
  const threads = prepareEngine(engine);
  const external = tapped.externalFiles.flatMap((path) => {
    const data = files.external[path];
    return data ? [{ path, data }] : [];
  });
  const session = await ort.InferenceSession.create(tapped.graph, {
    executionProviders: ['wasm'],
    externalData: [{ path: tapped.weightsFile, data: files.model }, ...external],
    logSeverityLevel: 3,
  }).catch((thrown: unknown) => {
    throw loadError(thrown, tapped.path);
  });
  return {
    threads,
    run: async (feeds) => {
      const outputs = await session.run(asEngineTensors(feeds)).catch((thrown: unknown) => {
        throw runError(thrown, tapped.path, longestAxis(feeds));
      });
      const tensors = new Map<string, Tensor>();
      for (const [tensor, output] of tapped.outputs) {
        const value = outputs[output];
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
