import type { Hiding } from './matrix';

/** The highest step of a thumbnail's cell. */
export const thumbnailSteps = 255;

/** A matrix in small: each cell the largest weight of a square of tokens, as a step of the largest of all. */
export interface Thumbnail {
  /** `[rows, columns]`, row-major, from 0 to {@link thumbnailSteps}. */
  readonly cells: Uint8Array;
  /** The weight of the highest step. */
  readonly largest: number;
}

/** How many tokens along each side share a cell, so that neither side has more than `maxSide`. */
export function pooling(queries: number, keys: number, maxSide: number): number {
  return Math.max(1, Math.ceil(Math.max(queries, keys) / maxSide));
}

/** Makes a thumbnail a row at a time, so that the matrix itself is never held: O(cells) memory. */
export class ThumbnailSums {
  readonly #weights: Float32Array;
  readonly #columns: number;

  constructor(
    queries: number,
    private readonly keys: number,
    private readonly pooledBy: number,
    private readonly hiding: Hiding | undefined,
  ) {
    this.#columns = Math.ceil(keys / pooledBy);
    this.#weights = new Float32Array(Math.ceil(queries / pooledBy) * this.#columns);
  }

  /** The row of a query; special tokens are hidden as in the matrix itself. */
  add(query: number, row: Float32Array): void {
    const factor = this.#factor(query, row);
    if (factor === 0) return;
    const base = Math.floor(query / this.pooledBy) * this.#columns;
    for (let key = 0; key < this.keys; key++) {
      if (this.hiding?.keys[key] === 1) continue;
      const cell = base + Math.floor(key / this.pooledBy);
      const weight = (row[key] ?? 0) * factor;
      if (weight > (this.#weights[cell] ?? 0)) this.#weights[cell] = weight;
    }
  }

  get thumbnail(): Thumbnail {
    const largest = this.#weights.reduce((most, weight) => Math.max(most, weight), 0);
    const scale = largest > 0 ? thumbnailSteps / largest : 0;
    return { cells: Uint8Array.from(this.#weights, (weight) => Math.round(weight * scale)), largest };
  }

  /** What a row is multiplied by: 0 for a special query, 1 / (the shown weights' sum) where specials are hidden. */
  #factor(query: number, row: Float32Array): number {
    const { hiding } = this;
    if (!hiding) return 1;
    if (hiding.queries[query] === 1) return 0;
    if (!hiding.renormalise) return 1;
    let shown = 0;
    for (let key = 0; key < this.keys; key++) if (hiding.keys[key] !== 1) shown += row[key] ?? 0;
    return shown > 0 ? 1 / shown : 0;
  }
}
