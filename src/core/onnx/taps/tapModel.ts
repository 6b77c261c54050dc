import { HeadlightError } from '../../errors';
import { because, type RefusalReason } from '../../refusalReasons';
import { blockTaps } from './blockTaps';
import { embeddingSizes } from '../values/embeddingSizes';
import { findBlocks } from '../blocks/findBlocks';
import { flowWithFused } from '../fused/flowWithFused';
import { findTail, scoresOutput } from './findTail';
import { inlineCacheBranch } from './inlineCacheBranch';
import type { Graph, ValueInfo } from '../graph/model';
import { readModel } from '../file/readModel';
import type { TappedModel } from './tappedModel';
import { writeTapped } from '../file/writeTapped';

/** A name that no exporter gives to a weight file. */
const ownName = 'headlight:original.onnx';

export interface TapOptions {
  /** Names of the external weight files that are at hand; none by default. */
  readonly external?: ReadonlySet<string>;
  /** Outputs of the original graph to keep; none by default. Logits of long texts are larger than all taps. */
  readonly keepOutputs?: 'all' | readonly string[] | ((graph: Graph) => readonly string[]);
  /** Whether an input is the tokens of a target, as those of a decoder that attends to an encoder are. */
  readonly isTarget?: (input: ValueInfo) => boolean;
  /** Whether the tensors that the scores of the vocabulary follow from are wanted too, where the graph has such scores. */
  readonly withTail?: boolean;
  /** The name by which the tapped graph calls the original file; one that no exporter gives unless it is said. */
  readonly weightsFile?: string | undefined;
}

/**
 * Reads a model, finds its attention blocks and makes their tensors outputs of the graph. `path` is for messages.
 * Throws what `readModel` throws, `model-no-attention`, `model-refused` where every block is refused, and
 * `model-external-data-missing`.
 */
export function tapModel(path: string, bytes: Uint8Array, options: TapOptions = {}): TappedModel {
  const model = inlineCacheBranch(readModel(path, bytes));
  const flow = flowWithFused(model);
  const { isTarget = () => false, keepOutputs = [], weightsFile = ownName } = options;
  const targets = new Set(model.graph.inputs.filter(isTarget).map((input) => input.name));
  const { blocks, refused } = findBlocks(model, flow, targets);
  if (blocks.length === 0) {
    const [first] = refused;
    if (first) throw new HeadlightError('model-refused', { path, ...first });
    throw new HeadlightError('model-no-attention', { path, reason: noAttentionReason(model.graph.nodes) });
  }
  const original = model.graph.outputs.map((output) => output.name);
  const asked = typeof keepOutputs === 'function' ? keepOutputs(model.graph) : keepOutputs;
  const kept = asked === 'all' ? original : asked.filter((name) => original.includes(name));
  const wanted = [...blocks.flatMap((block) => blockTaps(block).map((tap) => tap.tensor)), ...kept];
  const sizes = embeddingSizes(flow);
  const scores = options.withTail ? scoresOutput(model.graph.outputs, sizes.vocabulary) : undefined;
  const tail = scores === undefined ? undefined : findTail(flow, wanted, scores);
  const written = writeTapped(flow, [...new Set([...wanted, ...(tail?.from ?? [])])], weightsFile);
  for (const file of written.externalFiles) {
    if (!options.external?.has(file)) throw new HeadlightError('model-external-data-missing', { path, file });
  }
  return {
    path,
    flow,
    sizes,
    tail,
    blocks,
    refused,
    inputs: model.graph.inputs,
    needed: written.inputs,
    outputs: written.outputOf,
    rounds: blocks.some(({ program, after }) => [...program, ...after].some(({ op }) => op === 'Quantise')),
    graph: written.bytes,
    weightsFile,
    externalFiles: [...written.externalFiles],
  };
}

function noAttentionReason(nodes: readonly { readonly opType: string }[]): RefusalReason {
  return nodes.some((node) => node.opType === 'Softmax') ? because('no-products') : because('no-softmax');
}
