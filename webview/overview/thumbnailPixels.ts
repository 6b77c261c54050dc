import { thumbnailSteps, type Thumbnail } from '../../src/core/analysis/thumbnail';
import { rampStep, type Ramp } from '../theme/ramp';

/** The pixels of a thumbnail, `[rows, columns, 4]`: its largest weight is the end of the ramp. */
export function thumbnailPixels({ cells }: Thumbnail, ramp: Ramp): Uint8ClampedArray<ArrayBuffer> {
  const colours = new Uint32Array(ramp.buffer);
  const pixels = new Uint32Array(cells.length);
  cells.forEach((step, at) => {
    pixels[at] = colours[rampStep(step / thumbnailSteps)] ?? 0;
  });
  return new Uint8ClampedArray(pixels.buffer);
}
