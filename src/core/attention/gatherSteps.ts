import type { BoundBlock } from './boundBlock';

/**
 * One block of a run that went step by step, one query each: query i is the query of step i, whose keys are the tokens up to
 * it. Every step has keys of its own, so its rows are computed now and kept: heads · length² / 2 numbers.
 */
export class GatheredSteps {
  readonly #rows: Float32Array[] = [];
  readonly #contexts: { readonly own: Float32Array; readonly graph: Float32Array }[] = [];
  #last: BoundBlock | undefined;

  /** Adds the block of the next step, as it was bound to that step's tensors. */
  add(step: BoundBlock): void {
    const { heads, keys, valueSize } = step;
    const rows = new Float32Array(heads * keys);
    const own = new Float32Array(heads * valueSize);
    const graph = new Float32Array(heads * valueSize);
    for (let head = 0; head < heads; head++) {
      step.row(head, 0, rows, head * keys);
      own.set(step.context(head, 0), head * valueSize);
      graph.set(step.graphContext(head, 0), head * valueSize);
    }
    this.#rows.push(rows);
    this.#contexts.push({ own, graph });
    this.#last = step;
  }

  get bytes(): number {
    return this.#rows.reduce((sum, rows) => sum + rows.byteLength, 0);
  }

  /** The block over all steps so far; undefined where there are none. */
  finish(): BoundBlock | undefined {
    const last = this.#last;
    if (!last) return undefined;
    const length = this.#rows.length;
    const { valueSize } = last;
    const slice = (all: Float32Array | undefined, head: number): Float32Array =>
      (all ?? new Float32Array()).subarray(head * valueSize, (head + 1) * valueSize);
    return {
      ...last,
      kind: 'causal',
      queries: length,
      keys: length,
      row: (head, query, out, outOffset = 0) => {
        const rows = this.#rows[query] ?? new Float32Array();
        const seen = query + 1;
        out.set(rows.subarray(head * seen, (head + 1) * seen), outOffset);
        out.fill(0, outOffset + seen, outOffset + length);
      },
      context: (head, query) => slice(this.#contexts[query]?.own, head),
      graphContext: (head, query) => slice(this.#contexts[query]?.graph, head),
    };
  }
}
