import type { BlockCheck, BoundBlock } from './boundBlock';

/** Multiplications that a check of one block may take: some 5 ms. */
const defaultBudget = 4e6;
/** The largest error, relative to the largest value (at least 1), with which a block is shown. */
const tolerance = 1e-3;

/**
 * Compares Σ αV with the graph's own context: all rows of all heads where `budget` multiplications allow, else as many
 * as they allow, evenly spread, at least two in each head.
 */
export function checkBlock(bound: BoundBlock, budget = defaultBudget): BlockCheck {
  const { heads, queries, keys, headSize, valueSize } = bound;
  const affordable = Math.floor(budget / (heads * keys * (headSize + valueSize)));
  const perHead = Math.min(queries, Math.max(2, affordable));
  let maxAbsError = 0;
  let largest = 0;
  for (let head = 0; head < heads; head++) {
    for (let turn = 0; turn < perHead; turn++) {
      // The heads look at different queries, so that together they see more of the text.
      const query = Math.floor(((turn + (head + 0.5) / heads) * queries) / perHead);
      const own = bound.context(head, query);
      const graph = bound.graphContext(head, query);
      for (let index = 0; index < own.length; index++) {
        const [a = NaN, b = NaN] = [own[index], graph[index]];
        if (Number.isNaN(a) && Number.isNaN(b)) continue;
        const error = Math.abs(a - b);
        maxAbsError = Number.isNaN(error) ? Infinity : Math.max(maxAbsError, error);
        largest = Math.max(largest, Math.abs(b));
      }
    }
  }
  return {
    maxAbsError,
    largest,
    checked: heads * perHead,
    rows: heads * queries,
    passed: maxAbsError <= tolerance * Math.max(1, largest),
  };
}
