import type { Span } from '../text/span';

/** Weights `[queries, keys]`, row-major. */
export interface Matrix {
  readonly weights: Float32Array;
  readonly queries: number;
  readonly keys: number;
}

/**
 * How the special tokens of a run are hidden in its matrix: their rows and columns are 0, and each row's other weights
 * are divided by their sum (with `renormalise`).
 */
export interface Hiding {
  /** 1 for each special token of the queries' text, else 0. */
  readonly queries: Uint8Array;
  /** The same of the keys' text. */
  readonly keys: Uint8Array;
  readonly renormalise: boolean;
}

export interface Pooled {
  readonly weights: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly pooledBy: number;
}

/** What each row of a matrix is multiplied by under `hiding`: 0 for special queries. `[queries]` */
function rowFactors({ weights, queries, keys }: Matrix, hiding: Hiding | undefined): Float32Array {
  const factors = new Float32Array(queries).fill(1);
  if (!hiding) return factors;
  for (let query = 0; query < queries; query++) {
    if (hiding.queries[query] === 1) factors[query] = 0;
    else if (hiding.renormalise) {
      let shown = 0;
      for (let key = 0; key < keys; key++) {
        if (hiding.keys[key] !== 1) shown += weights[query * keys + key] ?? 0;
      }
      factors[query] = shown > 0 ? 1 / shown : 0;
    }
  }
  return factors;
}

/**
 * The mean of the columns of some keys: what each query gives to them. Under `hiding` special queries have 0 and the
 * others the weights of their renormalised rows; `hidden` is then the special queries' share of the unhidden column.
 */
export function columnOf(
  matrix: Matrix,
  tokens: readonly number[],
  hiding: Hiding | undefined,
): { readonly weights: Float32Array; readonly hidden: number } {
  const { weights, queries, keys } = matrix;
  const factors = rowFactors(matrix, hiding);
  const column = new Float32Array(queries);
  let hidden = 0;
  let total = 0;
  for (let query = 0; query < queries; query++) {
    let mean = 0;
    let shown = 0;
    for (const key of tokens) {
      const weight = (weights[query * keys + key] ?? 0) / tokens.length;
      mean += weight;
      if (hiding?.keys[key] !== 1) shown += weight;
    }
    total += mean;
    if (hiding?.queries[query] === 1) hidden += mean;
    column[query] = shown * (factors[query] ?? 0);
  }
  return { weights: column, hidden: total > 0 ? hidden / total : 0 };
}

/**
 * A rectangle of a matrix. Where a side is longer than `maxSide`, squares of `pooledBy` × `pooledBy` tokens become one
 * cell with the largest of their weights.
 */
export function poolTile(
  matrix: Matrix,
  at: { readonly queries: Span; readonly keys: Span },
  maxSide: number,
  hiding: Hiding | undefined,
): Pooled {
  const { weights, keys } = matrix;
  const height = at.queries.end - at.queries.start;
  const width = at.keys.end - at.keys.start;
  const pooledBy = Math.max(1, Math.ceil(Math.max(height, width) / maxSide));
  const rows = Math.ceil(height / pooledBy);
  const columns = Math.ceil(width / pooledBy);
  const pooled = new Float32Array(rows * columns);
  const factors = rowFactors(matrix, hiding);
  for (let row = 0; row < height; row++) {
    const query = at.queries.start + row;
    const factor = factors[query] ?? 0;
    const base = Math.floor(row / pooledBy) * columns;
    for (let column = 0; column < width; column++) {
      const key = at.keys.start + column;
      if (hiding?.keys[key] === 1) continue;
      const cell = base + Math.floor(column / pooledBy);
      pooled[cell] = Math.max(pooled[cell] ?? 0, (weights[query * keys + key] ?? 0) * factor);
    }
  }
  return { weights: pooled, rows, columns, pooledBy };
}
