import { describe, expect, it } from 'vitest';
import type { TileAnswer } from '../../../src/protocol/inference';
import { poolingFactor } from '../../../webview/heatmap/matrixImage';
import { largestWeight, poolByMax, tilePixels, weightAt } from '../../../webview/heatmap/pixels';
import { makeRamp, rampColour } from '../../../webview/theme/ramp';

function tile(rows: number, columns: number): TileAnswer {
  const weights = Float32Array.from({ length: rows * columns }, (_, at) => ((at * 7919) % 1009) / 1009);
  return { weights, rows, columns, pooledBy: 1 };
}

describe('poolByMax', () => {
  it.each([
    [6, 6, 2],
    [7, 5, 2],
    [10, 10, 3],
    [3, 3, 8],
  ])('joins a tile of %i × %i by %i', (rows, columns, factor) => {
    const whole = tile(rows, columns);
    const pooled = poolByMax(whole, factor);
    expect([pooled.rows, pooled.columns]).toEqual([Math.ceil(rows / factor), Math.ceil(columns / factor)]);
    for (let query = 0; query < pooled.rows; query++)
      for (let key = 0; key < pooled.columns; key++) {
        const joined: number[] = [];
        for (let row = query * factor; row < Math.min(rows, (query + 1) * factor); row++)
          for (let column = key * factor; column < Math.min(columns, (key + 1) * factor); column++)
            joined.push(weightAt(whole, row, column));
        expect(pooled.weights[query * pooled.columns + key]).toBe(Math.max(...joined));
        expect(weightAt(pooled, query * factor, key * factor)).toBe(Math.max(...joined));
      }
  });

  it('adds to the pooling of the worker', () => {
    expect(poolByMax({ ...tile(8, 8), pooledBy: 3 }, 2).pooledBy).toBe(6);
  });

  it('happens only where cells are smaller than a pixel', () => {
    const whole = tile(4, 4);
    expect(poolingFactor(whole, 2.5)).toBe(1);
    expect(poolingFactor(whole, 1)).toBe(1);
    expect(poolingFactor(whole, 0.7)).toBe(2);
    expect(poolingFactor(whole, 0.24)).toBe(5);
    expect(poolingFactor({ ...whole, pooledBy: 2 }, 0.7)).toBe(1);
  });
});

describe('tilePixels', () => {
  const ramp = makeRamp({ r: 0, g: 0, b: 0 }, { r: 255, g: 255, b: 255 });

  it('gives each weight its colour as a share of the largest', () => {
    const whole = tile(5, 4);
    const largest = largestWeight(whole);
    expect(largest).toBe(Math.max(...whole.weights));
    const pixels = tilePixels(whole, largest, ramp);
    whole.weights.forEach((weight, at) => {
      const { r, g, b } = rampColour(ramp, weight / largest);
      expect([...pixels.subarray(4 * at, 4 * at + 4)]).toEqual([r, g, b, 255]);
    });
  });

  it('draws a matrix of zeros as background', () => {
    const pixels = tilePixels({ weights: new Float32Array(4), rows: 2, columns: 2, pooledBy: 1 }, 0, ramp);
    expect([...pixels]).toEqual([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]);
  });
});
