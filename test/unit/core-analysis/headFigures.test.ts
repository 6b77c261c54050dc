import { describe, expect, it } from 'vitest';
import { FigureSums, type HeadFigures } from '../../../src/core/analysis/headFigures';

function figuresOf(
  rows: readonly (readonly number[])[],
  special: readonly number[],
  within = true,
): HeadFigures {
  const sums = new FigureSums(Uint8Array.from(special), within);
  rows.forEach((row, query) => {
    sums.add(query, Float32Array.from(row));
  });
  return sums.figures;
}

describe('the figures of a head', () => {
  it('are those of even weights', () => {
    const even = Array.from({ length: 4 }, () => [0.25, 0.25, 0.25, 0.25]);
    const figures = figuresOf(even, [1, 0, 0, 1]);
    expect(figures.entropy).toBeCloseTo(2, 12);
    expect(figures.special).toBeCloseTo(0.5, 12);
    expect(figures.first).toBeCloseTo(0.25, 12);
    // Mean of |i - j| over 4 × 4 pairs: 20 / 16.
    expect(figures.within?.distance).toBeCloseTo(1.25, 12);
    expect(figures.within?.same).toBeCloseTo(0.25, 12);
    expect(figures.within?.previous).toBeCloseTo(0.25, 12);
    expect(figures.within?.next).toBeCloseTo(0.25, 12);
  });

  it('tell a head that looks at the token before; its first row has none and does not count', () => {
    const figures = figuresOf(
      [
        [1, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
      ],
      [0, 0, 0],
    );
    expect(figures).toMatchObject({ entropy: 0, within: { previous: 1, next: 0, distance: 2 / 3 } });
    expect(figures.within?.same).toBeCloseTo(1 / 3, 12);
    expect(figures.first).toBeCloseTo(2 / 3, 12);
  });

  it('leave out neighbours between two texts', () => {
    const figures = figuresOf([[0.5, 0.5, 0]], [0, 0, 1], false);
    expect(figures).toEqual({ entropy: 1, special: 0, first: 0.5, within: undefined });
  });

  it('are 0 where nothing was added', () => {
    expect(figuresOf([], [])).toMatchObject({ entropy: 0, special: 0, within: { distance: 0, previous: 0 } });
  });
});
