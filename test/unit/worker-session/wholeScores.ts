import * as ort from 'onnxruntime-web/wasm';
import type { Tensors } from '../../../src/core/onnx/graph/tensor';

/** The first output of a file as it stands, as ONNX Runtime computes all of it: `[length, vocabulary]`, flat. */
export async function wholeScores(original: Uint8Array, feeds: Tensors): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(original, {
    executionProviders: ['wasm'],
    logSeverityLevel: 3,
  });
  const inputs = session.inputNames.map((name) => {
    const { type, data, dims } = feeds.get(name) ?? { type: 'int64', data: new BigInt64Array(), dims: [] };
    return [name, new ort.Tensor(type as 'float32', data as Float32Array, dims)];
  });
  const outputs = await session.run(Object.fromEntries(inputs) as Record<string, ort.Tensor>);
  await session.release();
  return outputs[session.outputNames[0] ?? '']?.data as Float32Array;
}
