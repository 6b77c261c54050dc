import * as ort from 'onnxruntime-web/wasm';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { WireWriter } from '../../../src/core/onnx/file/wireWriter';
import type { Tensors } from '../../../src/core/onnx/graph/tensor';

/**
 * Runs the original file with the results of all its softmaxes as further outputs, in the order of the nodes. Protobuf
 * merges messages that follow each other, so that the file only grows by `{graph: {output: {name}}}`.
 */
export async function softmaxOutputs(original: Uint8Array, feeds: Tensors): Promise<readonly ort.Tensor[]> {
  const { softmaxes } = await withSoftmaxOutputs(original, feeds);
  return softmaxes;
}

/** The same with the graph's own outputs. */
export async function withSoftmaxOutputs(
  original: Uint8Array,
  feeds: Tensors,
): Promise<{
  readonly softmaxes: readonly ort.Tensor[];
  readonly outputs: ort.InferenceSession.OnnxValueMapType;
}> {
  const { graph } = readModel('oracle', original);
  const names = graph.nodes.filter((node) => node.opType === 'Softmax').map((node) => node.outputs[0] ?? '');
  const known = new Set(graph.outputs.map((output) => output.name));
  const outputs = new WireWriter();
  for (const name of names) {
    if (!known.has(name)) outputs.message(12, new WireWriter().string(1, name).finish());
  }
  const model = new WireWriter().raw(original).message(7, outputs.finish()).finish();
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    logSeverityLevel: 3,
  });
  const inputs = [...feeds].map(([name, { type, data, dims }]) => [
    name,
    new ort.Tensor(type as 'float32', data as Float32Array, dims),
  ]);
  const results = await session.run(Object.fromEntries(inputs) as Record<string, ort.Tensor>);
  await session.release();
  return { softmaxes: names.flatMap((name) => results[name] ?? []), outputs: results };
}
