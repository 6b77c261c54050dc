import { describe, expect, it } from 'vitest';
import { isChoice, possibleChoice, stepped } from '../../../src/host/choices';

const blocks = [
  { layer: 0, heads: 3 },
  { layer: 1, heads: 2 },
];

describe('stepped', () => {
  it('goes from an aggregate to the first or the last head', () => {
    expect(stepped({ layer: 0, head: 'mean' }, 'nextHead', blocks)).toEqual({ layer: 0, head: 0 });
    expect(stepped({ layer: 0, head: 'max' }, 'previousHead', blocks)).toEqual({ layer: 0, head: 2 });
  });

  it('wraps around in both directions', () => {
    expect(stepped({ layer: 1, head: 1 }, 'nextHead', blocks)).toEqual({ layer: 1, head: 0 });
    expect(stepped({ layer: 1, head: 0 }, 'previousHead', blocks)).toEqual({ layer: 1, head: 1 });
    expect(stepped({ layer: 1, head: 0 }, 'nextLayer', blocks)).toEqual({ layer: 0, head: 0 });
    expect(stepped({ layer: 'mean', head: 'mean' }, 'previousLayer', blocks)).toEqual({
      layer: 1,
      head: 'mean',
    });
  });

  it('keeps to the heads that the next layer has', () => {
    expect(stepped({ layer: 0, head: 2 }, 'nextLayer', blocks)).toEqual({ layer: 1, head: 1 });
  });
});

describe('possibleChoice', () => {
  it('takes the mean where the model has no such layer or head', () => {
    expect(possibleChoice({ layer: 7, head: 1 }, blocks)).toEqual({ layer: 'mean', head: 1 });
    expect(possibleChoice({ layer: 1, head: 2 }, blocks)).toEqual({ layer: 1, head: 'mean' });
    expect(possibleChoice({ layer: 0, head: 2 }, blocks)).toEqual({ layer: 0, head: 2 });
  });
});

describe('isChoice', () => {
  it('takes what the hover makes and nothing else', () => {
    expect(isChoice({ layer: 0, head: 3 })).toBe(true);
    expect(isChoice({ layer: 'mean', head: 'max' })).toBe(true);
    for (const other of [
      undefined,
      null,
      'x',
      {},
      { layer: 0 },
      { layer: '0', head: 1 },
      { layer: 0, head: 'min' },
    ]) {
      expect(isChoice(other)).toBe(false);
    }
  });
});
