import { bindBlocks } from '../../core/attention/bindBlocks';
import type { BoundBlocks } from '../../core/attention/boundBlock';
import { HeadlightError } from '../../core/errors';
import type { Tensors } from '../../core/onnx/graph/tensor';
import type { LoadedModel } from '../models/loadedModel';
import type { OpenGraph } from '../models/openGraph';
import type { FilledFeeds } from '../session/sessionTypes';

/**
 * Multiplications that the self-check of one block may take: some 3 ms. All rows of a sentence, at least two of every
 * head beyond; a mistake of scale, mask, axis or head shows in any row.
 */
const checkBudget = 1e6;

/** What was captured of one graph. */
export interface Captured {
  readonly blocks: BoundBlocks;
  readonly tensors: Tensors;
  /** Bytes of what is kept besides the tensors. */
  readonly bytes?: number;
}

/** Runs a graph and binds its blocks. Errors: `model-run`, `out-of-memory`. */
export async function capture(graph: OpenGraph, { feeds, lengths }: FilledFeeds): Promise<Captured> {
  const tensors = await graph.session.run(feeds);
  return { blocks: bindBlocks(graph.blocks, tensors, { lengths, checkBudget }), tensors };
}

/** ONNX Runtime would stop at a table look-up beyond its end, with a message about a `Gather`. */
export function checkIds(
  { sizes: { vocabulary, positions } }: OpenGraph,
  { answer }: LoadedModel,
  ids: readonly number[],
): void {
  if (positions !== undefined && ids.length > positions) {
    throw new HeadlightError('text-query-too-long', { limit: positions, model: answer.name });
  }
  if (vocabulary === undefined) return;
  const beyond = ids.find((id) => id < 0 || id >= vocabulary);
  if (beyond !== undefined) throw new HeadlightError('ids-out-of-range', { id: beyond, size: vocabulary });
}

/** Bytes of all tensors; those that share their data count once. */
export function bytesOf(tensors: readonly Tensors[]): number {
  const buffers = new Set(tensors.flatMap((some) => [...some.values()].map(({ data }) => data.buffer)));
  return [...buffers].reduce((sum, buffer) => sum + buffer.byteLength, 0);
}
