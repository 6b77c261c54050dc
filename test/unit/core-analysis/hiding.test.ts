import { describe, expect, it } from 'vitest';
import { hideSpecial } from '../../../src/core/analysis/hideSpecial';
import { columnOf, poolTile, type Matrix } from '../../../src/core/analysis/matrix';

const special = Uint8Array.from([1, 0, 0, 1]);
const matrix: Matrix = {
  queries: 4,
  keys: 4,
  weights: Float32Array.from([
    ...[0.25, 0.25, 0.25, 0.25],
    ...[0.5, 0.125, 0.125, 0.25],
    ...[0, 0.75, 0.25, 0],
    ...[1, 0, 0, 0],
  ]),
};
const whole = { queries: { start: 0, end: 4 }, keys: { start: 0, end: 4 } };

describe('hiding special tokens in a row', () => {
  it('takes them out, brings the rest to the sum 1 and tells the share they had', () => {
    const row = Float32Array.from([0.5, 0.125, 0.125, 0.25]);
    expect(hideSpecial(row, special, true)).toBe(0.75);
    expect([...row]).toEqual([0, 0.5, 0.5, 0]);
  });

  it('leaves the rest as it is where there is no sum to keep', () => {
    const row = Float32Array.from([0.75, 0.5, 0.25, 0.5]);
    expect(hideSpecial(row, special, false)).toBe(0.625);
    expect([...row]).toEqual([0, 0.5, 0.25, 0]);
  });

  it('changes nothing where nothing lies on them', () => {
    const row = Float32Array.from([0, 0.3, 0.2, 0]);
    expect(hideSpecial(row, special, true)).toBe(0);
    expect(row).toEqual(Float32Array.from([0, 0.3, 0.2, 0]));
  });

  it('makes a row that lies wholly on them empty, not infinite', () => {
    const row = Float32Array.from([0.5, 0, 0, 0.5]);
    expect(hideSpecial(row, special, true)).toBe(1);
    expect([...row]).toEqual([0, 0, 0, 0]);
  });
});

describe('a column', () => {
  it('is what each query gives to the key, not a distribution', () => {
    expect([...columnOf(matrix, [1], undefined).weights]).toEqual([0.25, 0.125, 0.75, 0]);
  });

  it('of several keys is their mean', () => {
    expect([...columnOf(matrix, [1, 2], undefined).weights]).toEqual([0.25, 0.125, 0.5, 0]);
  });

  it('under hiding has the weights of the renormalised rows, and the special queries’ share', () => {
    const { weights, hidden } = columnOf(matrix, [1], { queries: special, keys: special, renormalise: true });
    expect([...weights]).toEqual([0, 0.5, 0.75, 0]);
    expect(hidden).toBeCloseTo(0.25 / 1.125, 6);
  });
});

describe('a tile', () => {
  it('is the rectangle that is asked for', () => {
    const tile = poolTile(
      matrix,
      { queries: { start: 1, end: 3 }, keys: { start: 0, end: 2 } },
      10,
      undefined,
    );
    expect(tile).toMatchObject({ rows: 2, columns: 2, pooledBy: 1 });
    expect([...tile.weights]).toEqual([0.5, 0.125, 0, 0.75]);
  });

  it('has squares pooled by their largest weight where a side is too long', () => {
    const tile = poolTile(matrix, whole, 2, undefined);
    expect(tile).toMatchObject({ rows: 2, columns: 2, pooledBy: 2 });
    expect([...tile.weights]).toEqual([0.5, 0.25, 1, 0.25]);
  });

  it('has a smaller last cell where the side does not divide', () => {
    const tile = poolTile(
      matrix,
      { queries: { start: 0, end: 3 }, keys: { start: 0, end: 3 } },
      2,
      undefined,
    );
    expect(tile).toMatchObject({ rows: 2, columns: 2, pooledBy: 2 });
    expect([...tile.weights]).toEqual([0.5, 0.25, 0.75, 0.25]);
  });

  it('agrees with rows and columns under hiding', () => {
    const tile = poolTile(matrix, whole, 10, { queries: special, keys: special, renormalise: true });
    for (const query of [1, 2]) {
      const row = matrix.weights.slice(4 * query, 4 * query + 4);
      hideSpecial(row, special, true);
      expect(tile.weights.slice(4 * query, 4 * query + 4)).toEqual(row);
    }
    for (const key of [1, 2]) {
      const column = columnOf(matrix, [key], { queries: special, keys: special, renormalise: true }).weights;
      expect([0, 1, 2, 3].map((query) => tile.weights[4 * query + key])).toEqual([...column]);
    }
    expect([...tile.weights.slice(0, 4), ...tile.weights.slice(12)]).toEqual(Array(8).fill(0));
  });
});
