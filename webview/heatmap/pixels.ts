/** From weights to pixels. */
import type { TileAnswer } from '../../src/protocol/inference';
import { rampStep, type Ramp } from '../theme/ramp';

/**
 * Joins squares of `factor` × `factor` cells into one with their largest weight, so that a single strong weight stays
 * visible when the matrix is drawn smaller than it is. The last row and column may join fewer.
 */
export function poolByMax(tile: TileAnswer, factor: number): TileAnswer {
  if (factor <= 1) return tile;
  const rows = Math.ceil(tile.rows / factor);
  const columns = Math.ceil(tile.columns / factor);
  const weights = new Float32Array(rows * columns);
  for (let row = 0; row < tile.rows; row++) {
    const target = Math.floor(row / factor) * columns;
    const source = row * tile.columns;
    for (let column = 0; column < tile.columns; column++) {
      const at = target + Math.floor(column / factor);
      const weight = tile.weights[source + column] ?? 0;
      if (weight > (weights[at] ?? 0)) weights[at] = weight;
    }
  }
  return { weights, rows, columns, pooledBy: tile.pooledBy * factor };
}

/** The largest weight, the top of the colour scale. */
export function largestWeight(tile: TileAnswer): number {
  let largest = 0;
  for (const weight of tile.weights) if (weight > largest) largest = weight;
  return largest;
}

/** The weight at a cell; of a pooled tile, the largest of the cells that share one. */
export function weightAt(tile: TileAnswer, query: number, key: number): number {
  const row = Math.floor(query / tile.pooledBy);
  const column = Math.floor(key / tile.pooledBy);
  return tile.weights[row * tile.columns + column] ?? 0;
}

/** The tile's pixels `[rows, columns, 4]`: each weight as a share of `largest` on the ramp. */
export function tilePixels(tile: TileAnswer, largest: number, ramp: Ramp): Uint8ClampedArray<ArrayBuffer> {
  const colours = new Uint32Array(ramp.buffer);
  const pixels = new Uint32Array(tile.rows * tile.columns);
  const scale = largest > 0 ? 1 / largest : 0;
  tile.weights.forEach((weight, at) => {
    pixels[at] = colours[rampStep(weight * scale)] ?? 0;
  });
  return new Uint8ClampedArray(pixels.buffer);
}
