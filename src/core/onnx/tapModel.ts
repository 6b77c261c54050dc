import { HeadlightError } from '../errors';
import { blockTaps } from './blockTaps';
import { Dataflow } from './dataflow';
import { findBlocks } from './findBlocks';
import { readModel } from './readModel';
import type { TappedModel } from './tappedModel';
import { writeTapped } from './writeTapped';

/** A name that no exporter gives to a weight file. */
const weightsFile = 'headlight:original.onnx';

export interface TapOptions {
  /** Names of the external weight files that are at hand; none by default. */
  readonly external?: ReadonlySet<string>;
  /** Outputs of the original graph to keep; none by default. Logits of long texts are larger than all taps. */
  readonly keepOutputs?: readonly string[];
}

/**
 * Reads a model, finds its attention blocks and makes their tensors outputs of the graph. `path` is for messages.
 * Throws what `readModel` throws, `model-no-attention`, `model-refused` where every block is refused, and
 * `model-external-data-missing`.
 */
export function tapModel(path: string, bytes: Uint8Array, options: TapOptions = {}): TappedModel {
  const model = readModel(path, bytes);
  const flow = new Dataflow(model);
  const { blocks, refused } = findBlocks(model, flow);
  if (blocks.length === 0) {
    const [first] = refused;
    if (first) throw new HeadlightError('model-refused', { path, reason: `${first.node}: ${first.reason}.` });
    throw new HeadlightError('model-no-attention', { path, reason: noAttentionReason(model.graph.nodes) });
  }
  const original = new Set(model.graph.outputs.map((output) => output.name));
  const kept = (options.keepOutputs ?? []).filter((name) => original.has(name));
  const tensors = blocks.flatMap((block) => blockTaps(block).map((tap) => tap.tensor));
  const written = writeTapped(flow, [...new Set([...tensors, ...kept])], weightsFile);
  for (const file of written.externalFiles) {
    if (!options.external?.has(file)) throw new HeadlightError('model-external-data-missing', { path, file });
  }
  return {
    path,
    model,
    blocks,
    refused,
    inputs: model.graph.inputs,
    needed: written.inputs,
    outputs: written.outputOf,
    graph: written.bytes,
    weightsFile,
    externalFiles: [...written.externalFiles],
  };
}

function noAttentionReason(nodes: readonly { readonly opType: string }[]): string {
  return nodes.some((node) => node.opType === 'Softmax')
    ? 'none of its softmax operators stands between a product of queries and keys and a product with values.'
    : 'it has no softmax and no attention operator.';
}
