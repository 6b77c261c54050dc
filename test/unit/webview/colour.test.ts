import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCssColour } from '../../../webview/theme/cssColour';
import { toOklab, toRgb, type Rgb } from '../../../webview/theme/oklab';
import { makeRamp, rampColour, rampSteps } from '../../../webview/theme/ramp';

describe('oklab', () => {
  // The sample values of CSS Color 4 for the primaries of sRGB.
  it.each([
    [{ r: 255, g: 255, b: 255 }, [1, 0, 0]],
    [{ r: 255, g: 0, b: 0 }, [0.62796, 0.22486, 0.12585]],
    [{ r: 0, g: 255, b: 0 }, [0.86644, -0.23389, 0.1795]],
    [{ r: 0, g: 0, b: 255 }, [0.45201, -0.03246, -0.31153]],
  ])('%j', (rgb, [l = 0, a = 0, b = 0]) => {
    const lab = toOklab(rgb);
    expect(lab.l).toBeCloseTo(l, 4);
    expect(lab.a).toBeCloseTo(a, 4);
    expect(lab.b).toBeCloseTo(b, 4);
  });

  it('returns to the colour it came from', () => {
    for (let n = 0; n < 4096; n++) {
      const rgb = { r: (n * 37) % 256, g: (n * 101) % 256, b: (n * 211) % 256 };
      expect(toRgb(toOklab(rgb))).toEqual(rgb);
    }
  });
});

describe('parseCssColour', () => {
  it.each([
    ['#1f1f1f', { r: 31, g: 31, b: 31 }],
    [' #FFB000 ', { r: 255, g: 176, b: 0 }],
    ['#f80', { r: 255, g: 136, b: 0 }],
    ['#e5a13a80', { r: 229, g: 161, b: 58 }],
    ['rgb(1, 2, 3)', { r: 1, g: 2, b: 3 }],
    ['rgba(255, 255, 255, 0.7)', { r: 255, g: 255, b: 255 }],
    ['rgb(1 2 3 / 0.5)', { r: 1, g: 2, b: 3 }],
  ])('%s', (text, colour) => {
    expect(parseCssColour(text)).toEqual(colour);
  });

  it.each(['', 'transparent', '#00000000', 'rgba(0, 0, 0, 0)', '#12345', 'rgb(a, b, c)'])(
    'has no colour for “%s”',
    (text) => {
      expect(parseCssColour(text)).toBeUndefined();
    },
  );
});

interface Manifest {
  readonly contributes: {
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
  };
}

/** Background and accent of each default theme, as VS Code gives them. */
function themePairs(): readonly (readonly [string, Rgb, Rgb])[] {
  const read = (path: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
  // SAFETY: the shapes of the manifest and of the captured themes.
  const manifest = read('package.json') as Manifest;
  const themes = read('test/fixtures/themes/themes.json') as Readonly<
    Record<string, { readonly variables: Readonly<Record<string, string>> }>
  >;
  const accents = manifest.contributes.colors.find(({ id }) => id === 'headlight.weight')?.defaults ?? {};
  return Object.entries(themes).map(([name, { variables }]) => {
    const background = parseCssColour(variables['--vscode-editor-background'] ?? '');
    const accent = parseCssColour(accents[name] ?? '');
    if (!background || !accent) throw new Error(`no colours for ${name}`);
    return [name, background, accent];
  });
}

describe('makeRamp', () => {
  it.each(themePairs())('reads without hues in %s', (_name, background, accent) => {
    const ramp = makeRamp(background, accent);
    const lightness = Array.from(
      { length: rampSteps },
      (_, step) => toOklab(rampColour(ramp, step / (rampSteps - 1))).l,
    );
    const [first = 0, last = 0] = [lightness[0], lightness.at(-1)];
    expect(Math.abs(last - first)).toBeGreaterThan(0.44);
    const direction = Math.sign(last - first);
    for (let step = 8; step < rampSteps; step += 8) {
      const rise = direction * ((lightness[step] ?? 0) - (lightness[step - 8] ?? 0));
      expect(rise).toBeGreaterThanOrEqual(0);
      // Even steps: none is less than half or more than twice the mean one. Near black, 8 bits are too coarse to tell.
      if (Math.min(lightness[step] ?? 0, lightness[step - 8] ?? 0) < 0.15) continue;
      expect(rise).toBeGreaterThan(Math.abs(last - first) / 64);
      expect(rise).toBeLessThan(Math.abs(last - first) / 16);
    }
    expect(rampColour(ramp, 0)).toEqual(background);
  });

  it('ends at the accent where that is strong enough', () => {
    const accent = { r: 229, g: 161, b: 58 };
    expect(rampColour(makeRamp({ r: 31, g: 31, b: 31 }, accent), 1)).toEqual(accent);
  });

  it('keeps contrast even to an accent of the background’s lightness', () => {
    const grey = { r: 40, g: 40, b: 40 };
    expect(toOklab(rampColour(makeRamp(grey, grey), 1)).l - toOklab(grey).l).toBeGreaterThan(0.44);
  });
});
