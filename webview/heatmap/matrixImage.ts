import type { TileAnswer } from '../../src/protocol/inference';
import type { LoadedTile } from '../state/state';
import type { Ramp } from '../theme/ramp';
import type { MatrixImage } from './picture';
import { poolByMax, tilePixels } from './pixels';

/** How many cells share a pixel where a cell is smaller than one. */
export function poolingFactor(tile: TileAnswer, devicePixelsPerToken: number): number {
  return Math.max(1, Math.ceil(1 / (devicePixelsPerToken * tile.pooledBy) - 1e-6));
}

/** Keeps the last image: weights become pixels once for each tile, ramp and pooling, not on every frame. */
export function createImageCache(): (tile: LoadedTile, ramp: Ramp, factor: number) => MatrixImage {
  let last: { tile: LoadedTile; ramp: Ramp; factor: number; image: MatrixImage } | undefined;
  return (tile, ramp, factor) => {
    if (last?.tile === tile && last.ramp === ramp && last.factor === factor) return last.image;
    const pooled = poolByMax(tile.answer, factor);
    const canvas = document.createElement('canvas');
    canvas.width = pooled.columns;
    canvas.height = pooled.rows;
    canvas
      .getContext('2d')
      ?.putImageData(
        new ImageData(tilePixels(pooled, tile.largest, ramp), pooled.columns, pooled.rows),
        0,
        0,
      );
    const image: MatrixImage = { canvas, pooledBy: pooled.pooledBy, part: tile.part };
    last = { tile, ramp, factor, image };
    return image;
  };
}
