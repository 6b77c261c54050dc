import { describe, expect, it } from 'vitest';
import { largest, rollUp, unitsOf } from '../../../src/core/analysis/rollUp';
import { sharpestHead } from '../../../src/core/analysis/sharpestHead';

/** [CLS] un ##believ ##able cat [SEP]: words 0 and 1, then two special tokens on their own. */
const units = unitsOf(Int32Array.from([-1, 0, 0, 0, 1, -1]), 2);

describe('units of tokens', () => {
  it('are the words, then each token that is in none', () => {
    expect([...units.ofToken]).toEqual([2, 0, 0, 0, 1, 3]);
    expect(units.count).toBe(4);
  });

  it('add up the weights of their tokens as keys', () => {
    expect([...rollUp([0.25, 0.125, 0.125, 0.25, 0.125, 0.125], units, 'sum')]).toEqual([
      0.5, 0.125, 0.25, 0.125,
    ]);
  });

  it('average those of their tokens as queries', () => {
    expect([...rollUp([0.5, 0.25, 0.5, 0.75, 1, 0], units, 'mean')]).toEqual([0.5, 1, 0.5, 0]);
  });

  it('keep the sum of a row', () => {
    const row = [0.1, 0.2, 0.3, 0.1, 0.2, 0.1];
    const sum = rollUp(row, units, 'sum').reduce((total, weight) => total + weight, 0);
    expect(sum).toBeCloseTo(1, 6);
  });
});

describe('the largest values', () => {
  it('come largest first, equals in order, without zeros', () => {
    expect(largest([0, 0.5, 0.25, 0.5, 0], 5)).toEqual([1, 3, 2]);
    expect(largest([0.1, 0.2], 1)).toEqual([1]);
    expect(largest([0.1, 0.2], 0)).toEqual([]);
  });
});

describe('the sharpest head', () => {
  const heads = [
    { kind: 'self' as const, layer: 0, head: 0, weights: [0.9, 0.02, 0.02, 0.02, 0.04, 0] },
    { kind: 'self' as const, layer: 0, head: 1, weights: [0.1, 0.2, 0.2, 0.2, 0.2, 0.1] },
    { kind: 'self' as const, layer: 1, head: 0, weights: [0.2, 0, 0, 0, 0.45, 0.35] },
  ];

  it('is the one with the highest weight on a unit that counts', () => {
    expect(sharpestHead(heads, units, 'sum', (unit) => unit < 2)).toEqual({
      kind: 'self',
      layer: 0,
      head: 1,
    });
    expect(sharpestHead(heads, units, 'sum', (unit) => unit === 1)).toEqual({
      kind: 'self',
      layer: 1,
      head: 0,
    });
  });

  it('is none where no unit counts', () => {
    expect(sharpestHead(heads, units, 'sum', () => false)).toBeUndefined();
  });
});
