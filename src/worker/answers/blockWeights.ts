import type { BlockWeightsAnswer } from '../../protocol/inference';
import type { Run } from '../runs/run';

/** All weights of one block, `[heads, queries, keys]`. */
export async function answerBlockWeights(
  run: Run,
  index: number,
  turn: () => Promise<void> | undefined,
): Promise<BlockWeightsAnswer> {
  const block = run.facts.blocks.bound[index];
  if (!block) throw new RangeError(`block ${index} of ${run.facts.blocks.bound.length}`);
  const { heads, queries, keys } = block;
  const weights = new Float32Array(heads * queries * keys);
  for (let head = 0; head < heads; head++) {
    for (let query = 0; query < queries; query++) {
      block.row(head, query, weights, (head * queries + query) * keys);
      await turn();
    }
  }
  return { weights, shape: [heads, queries, keys] };
}
