import type { Matrices } from './view';

// SAFETY: indices below stay within the arrays by the shapes that bindBlock has checked; a fallback for each element
// would make these loops, the hottest of all, slower.
/* eslint-disable @typescript-eslint/no-non-null-assertion */

/**
 * `scores[j] = factor · Σ q[query] · k[j]` for one head; both operands with dense rows. Four keys at a time share each
 * element of the query; the sums are float64, and the factor meets each sum once.
 */
export function scoreRow(
  q: Matrices,
  k: Matrices,
  head: number,
  query: number,
  factor: number,
  scores: Float32Array,
): void {
  const size = q.columns;
  const from = q.starts[head]! + query * q.rowStride;
  const vector = Float64Array.from(q.data.subarray(from, from + size));
  const keys = k.data;
  const step = k.rowStride;
  let first = k.starts[head]!;
  let key = 0;
  for (; key + 3 < scores.length; key += 4, first += 4 * step) {
    const second = first + step;
    const third = second + step;
    const fourth = third + step;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let column = 0; column < size; column++) {
      const element = vector[column]!;
      a += element * keys[first + column]!;
      b += element * keys[second + column]!;
      c += element * keys[third + column]!;
      d += element * keys[fourth + column]!;
    }
    scores[key] = factor * a;
    scores[key + 1] = factor * b;
    scores[key + 2] = factor * c;
    scores[key + 3] = factor * d;
  }
  for (; key < scores.length; key++, first += step) {
    let a = 0;
    for (let column = 0; column < size; column++) a += vector[column]! * keys[first + column]!;
    scores[key] = factor * a;
  }
}

/** `Σ_j weights[j] · v[j]` for one head, `[valueSize]`; rows of the values are dense. Four values at a time. */
export function contextRow(v: Matrices, head: number, weights: Float32Array): Float32Array {
  const size = v.columns;
  const values = v.data;
  const step = v.rowStride;
  const sums = new Float64Array(size);
  let first = v.starts[head]!;
  let key = 0;
  for (; key + 3 < weights.length; key += 4, first += 4 * step) {
    const a = weights[key]!;
    const b = weights[key + 1]!;
    const c = weights[key + 2]!;
    const d = weights[key + 3]!;
    // Masked keys are many in causal rows.
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    const second = first + step;
    const third = second + step;
    const fourth = third + step;
    for (let column = 0; column < size; column++) {
      sums[column]! +=
        a * values[first + column]! +
        b * values[second + column]! +
        (c * values[third + column]! + d * values[fourth + column]!);
    }
  }
  for (; key < weights.length; key++, first += step) {
    const a = weights[key]!;
    for (let column = 0; column < size; column++) sums[column]! += a * values[first + column]!;
  }
  return Float32Array.from(sums);
}
