import { describe, expect, it } from 'vitest';
import { poolTile, type Hiding } from '../../../src/core/analysis/matrix';
import { pooling, ThumbnailSums } from '../../../src/core/analysis/thumbnail';

/** Rows of the sum 1 that follow from their place alone. */
function matrix(queries: number, keys: number): Float32Array {
  const weights = new Float32Array(queries * keys);
  for (let query = 0; query < queries; query++) {
    const row = Array.from({ length: keys }, (_, key) => 1 + ((query * 31 + key * 17) % 23));
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((weight, key) => (weights[query * keys + key] = weight / sum));
  }
  return weights;
}

const cases: readonly [string, number, number, number, Hiding | undefined][] = [
  ['a matrix that fits', 5, 5, 8, undefined],
  ['a pooled one whose sides do not divide', 23, 17, 8, undefined],
  [
    'hidden special tokens',
    12,
    12,
    5,
    {
      queries: Uint8Array.from({ length: 12 }, (_, at) => Number(at === 0 || at === 11)),
      keys: Uint8Array.from({ length: 12 }, (_, at) => Number(at === 0 || at === 11)),
      renormalise: true,
    },
  ],
];

describe('a thumbnail', () => {
  it.each(cases)(
    'is the tile of the matrix in steps of its largest weight: %s',
    (_, queries, keys, side, hiding) => {
      const weights = matrix(queries, keys);
      const at = { queries: { start: 0, end: queries }, keys: { start: 0, end: keys } };
      const tile = poolTile({ weights, queries, keys }, at, side, hiding);
      const sums = new ThumbnailSums(queries, keys, pooling(queries, keys, side), hiding);
      for (let query = 0; query < queries; query++)
        sums.add(query, weights.subarray(query * keys, (query + 1) * keys));
      const { cells, largest } = sums.thumbnail;
      expect(pooling(queries, keys, side)).toBe(tile.pooledBy);
      expect(largest).toBeCloseTo(Math.max(...tile.weights), 6);
      expect(cells).toHaveLength(tile.weights.length);
      cells.forEach((step, cell) => {
        expect(Math.abs(step - (255 * (tile.weights[cell] ?? NaN)) / largest)).toBeLessThanOrEqual(0.501);
      });
    },
  );
});
