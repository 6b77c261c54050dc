import type { Dataflow } from '../graph/dataflow';
import { neededPart } from '../taps/prune';
import { bytesOf, WireWriter } from './wireWriter';
import { referringMessage } from './writeConstant';

const tapPrefix = 'headlight/tap/';

/** The graph with other outputs. */
export interface WrittenModel {
  readonly bytes: Uint8Array;
  /** For each wanted tensor the output that has it. */
  readonly outputOf: ReadonlyMap<string, string>;
  /** Inputs of the original graph that are left. */
  readonly inputs: ReadonlySet<string>;
  /** External files that it refers to, without the original file. */
  readonly externalFiles: ReadonlySet<string>;
}

/**
 * Writes a model that computes `wanted` and nothing else. Every longer constant becomes a reference to its bytes in
 * the original file under the name `weightsFile` (onnx.proto, `TensorProto.external_data`), so that no weight is copied.
 */
export function writeTapped(flow: Dataflow, wanted: readonly string[], weightsFile: string): WrittenModel {
  const { model } = flow;
  const { bytes, graph } = model;
  const part = neededPart(flow, wanted);
  const written = new WireWriter();
  for (const node of part.nodes) written.message(1, bytesOf(bytes, node.message));
  const outputOf = new Map<string, string>();
  for (const tensor of wanted) {
    if (flow.producer(tensor)) outputOf.set(tensor, tensor);
    else {
      // An input or constant cannot be an output itself.
      outputOf.set(tensor, tapPrefix + tensor);
      written.message(1, identity(tensor, tapPrefix + tensor));
    }
  }
  written.string(2, 'headlight');
  const externalFiles = new Set<string>();
  for (const [name, tensor] of graph.initializers) {
    if (!part.tensors.has(name)) continue;
    if (tensor.values.kind === 'external') externalFiles.add(tensor.values.file);
    written.message(5, referringMessage(bytes, tensor, weightsFile));
  }
  for (const message of graph.sparseInitializers) written.message(15, bytesOf(bytes, message));
  const inputs = new Set<string>();
  for (const input of graph.inputs) {
    if (!part.tensors.has(input.name)) continue;
    inputs.add(input.name);
    written.message(11, bytesOf(bytes, input.message));
  }
  // An engine infers the types of outputs: the name is enough.
  for (const output of outputOf.values()) written.message(12, new WireWriter().string(1, output).finish());
  const whole = new WireWriter();
  for (const field of model.rest) whole.raw(bytesOf(bytes, field));
  return { bytes: whole.message(7, written.finish()).finish(), outputOf, inputs, externalFiles };
}

function identity(from: string, to: string): Uint8Array {
  return new WireWriter().string(1, from).string(2, to).string(4, 'Identity').finish();
}
