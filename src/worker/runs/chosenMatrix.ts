import type { ChosenRows } from '../../core/analysis/chosenRows';
import type { Matrix } from '../../core/analysis/matrix';
import type { Span } from '../../core/text/span';

/** The matrix of one head or aggregate of a run, `[queries, keys]`; rows are computed once, when they are needed. */
export class ChosenMatrix implements Matrix {
  readonly weights: Float32Array;
  readonly queries: number;
  readonly keys: number;
  readonly #done: Uint8Array;

  constructor(readonly rows: ChosenRows) {
    this.queries = rows.queries;
    this.keys = rows.keys;
    this.weights = new Float32Array(rows.queries * rows.keys);
    this.#done = new Uint8Array(rows.queries);
  }

  /** Computes what is missing of some rows; `turn` lets others in between. O(rows · heads · keys · headSize). */
  async ensure(queries: Span, turn: () => Promise<void> | undefined): Promise<void> {
    for (let query = queries.start; query < queries.end; query++) {
      if (this.#done[query] === 1) continue;
      this.rows.row(query, this.weights, query * this.keys);
      this.#done[query] = 1;
      await turn();
    }
  }
}
