import { toOklab, toRgb, type Rgb } from './oklab';

/** Colours of weights from 0 to the largest: `[steps, 4]` bytes, red, green, blue, opaque. */
export type Ramp = Uint8ClampedArray<ArrayBuffer>;

export const rampSteps = 256;

/** Least difference in lightness between no weight and full weight; below it a ramp is hard to read in grey. */
const leastContrast = 0.45;

/**
 * A ramp of even visual steps from `background` to `accent`. Its lightness only rises or only falls, so it can be read
 * without seeing hues; where the accent is about as light as the background, it is made lighter or darker.
 */
export function makeRamp(background: Rgb, accent: Rgb): Ramp {
  const from = toOklab(background);
  const to = toOklab(accent);
  const upwards = from.l < 0.5;
  const wanted = from.l + (upwards ? leastContrast : -leastContrast);
  const lightness = upwards ? Math.max(to.l, wanted) : Math.min(to.l, wanted);
  const ramp = new Uint8ClampedArray(rampSteps * 4);
  for (let step = 0; step < rampSteps; step++) {
    const t = step / (rampSteps - 1);
    const colour = toRgb({
      l: from.l + (lightness - from.l) * t,
      a: from.a + (to.a - from.a) * t,
      b: from.b + (to.b - from.b) * t,
    });
    ramp.set([colour.r, colour.g, colour.b, 255], step * 4);
  }
  return ramp;
}

/** The ramp's colour for a share of the largest weight in 0..1. */
export function rampColour(ramp: Ramp, share: number): Rgb {
  const at = rampStep(share) * 4;
  return { r: ramp[at] ?? 0, g: ramp[at + 1] ?? 0, b: ramp[at + 2] ?? 0 };
}

export function rampStep(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * (rampSteps - 1));
}
