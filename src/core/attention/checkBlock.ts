import type { BlockCheck, BoundBlock, Precision } from './boundBlock';

/** Multiplications that a check of one block may take: some 5 ms. */
const defaultBudget = 4e6;
/** The largest error, relative to the largest value (at least 1), with which a block is shown. */
const tolerances: Readonly<Record<Precision, number>> = { float32: 1e-3, float16: 1e-2, rounded: 1e-1 };
/** Of a block that rounds: nine rows in ten are as exact as any other's. */
const usualRow = { share: 0.9, tolerance: 1e-3 };

/**
 * Compares Σ αV with the graph's own context: all rows of all heads where `budget` multiplications allow, else as many
 * as they allow, evenly spread, at least two in each head. In a block that rounds scores or weights to few bits, one row
 * in ten may have a number that was rounded the other way.
 */
export function checkBlock(bound: BoundBlock, budget = defaultBudget): BlockCheck {
  const { heads, queries, keys, headSize, valueSize } = bound;
  const affordable = Math.floor(budget / (heads * keys * (headSize + valueSize)));
  const perHead = Math.min(queries, Math.max(2, affordable));
  let maxAbsError = 0;
  let largest = 0;
  const errors: number[] = [];
  for (let head = 0; head < heads; head++) {
    for (let turn = 0; turn < perHead; turn++) {
      // The heads look at different queries, so that together they see more of the text.
      const query = Math.floor(((turn + (head + 0.5) / heads) * queries) / perHead);
      const own = bound.context(head, query);
      const graph = bound.graphContext(head, query);
      let rowError = 0;
      for (let index = 0; index < own.length; index++) {
        const [a = NaN, b = NaN] = [own[index], graph[index]];
        if (Number.isNaN(a) && Number.isNaN(b)) continue;
        const error = Math.abs(a - b);
        rowError = Number.isNaN(error) ? Infinity : Math.max(rowError, error);
        largest = Math.max(largest, Math.abs(b));
      }
      maxAbsError = Math.max(maxAbsError, rowError);
      errors.push(rowError);
    }
  }
  const unit = Math.max(1, largest);
  errors.sort((a, b) => a - b);
  const usualError = errors[Math.ceil(errors.length * usualRow.share) - 1] ?? 0;
  const usualTolerance = bound.precision === 'rounded' ? usualRow.tolerance : Infinity;
  return {
    maxAbsError,
    largest,
    checked: heads * perHead,
    rows: heads * queries,
    passed: maxAbsError <= tolerances[bound.precision] * unit && usualError <= usualTolerance * unit,
  };
}
