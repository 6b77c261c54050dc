import type { Matrices } from './view';

// SAFETY: indices below stay within the arrays by the shapes that bindBlock has checked; a fallback for each element
// would make these loops, the hottest of all, slower.
/* eslint-disable @typescript-eslint/no-non-null-assertion */

/**
 * `scores[j] = factor · Σ q[query] · k[j]` for one head; both operands with dense rows. Four sums at a time keep the
 * processor's adders busy; the sums are float64, and the factor meets each sum once.
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
  const from = (q.starts[head] ?? 0) + query * q.rowStride;
  const keys = k.data;
  const vector = q.data.subarray(from, from + size);
  let at = k.starts[head] ?? 0;
  const skip = k.rowStride - size;
  const whole = size - (size % 4);
  for (let key = 0; key < scores.length; key++, at += skip) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let column = 0;
    for (; column < whole; column += 4, at += 4) {
      a += vector[column]! * keys[at]!;
      b += vector[column + 1]! * keys[at + 1]!;
      c += vector[column + 2]! * keys[at + 2]!;
      d += vector[column + 3]! * keys[at + 3]!;
    }
    for (; column < size; column++, at++) a += vector[column]! * keys[at]!;
    scores[key] = factor * (a + b + (c + d));
  }
}

/** `Σ_j weights[j] · v[j]` for one head, `[valueSize]`; rows of the values are dense. */
export function contextRow(v: Matrices, head: number, weights: Float32Array): Float32Array {
  const size = v.columns;
  const sums = new Float64Array(size);
  let at = v.starts[head] ?? 0;
  const skip = v.rowStride - size;
  for (const weight of weights) {
    // Masked keys are many in causal rows; 0 · v adds nothing unless v is no number.
    if (weight === 0) at += size;
    else for (let column = 0; column < size; column++, at++) sums[column]! += weight * v.data[at]!;
    at += skip;
  }
  return Float32Array.from(sums);
}
