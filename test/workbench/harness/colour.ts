import { readManifest } from './manifest';

export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** Red, green, blue and alpha, each from 0 to 255. */
export type Colour = readonly [number, number, number, number];

/** A theme of VS Code for each kind, by the names of the newest version. */
export const themes: Readonly<Record<ThemeKind, string>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
};

/** What the oldest version calls its dark theme; the newest would write the name anew in the settings. */
export const oldestDarkTheme = 'Default Dark Modern';

/** The default of a colour that the manifest contributes. */
export function contributedColour(id: string, theme: ThemeKind): Colour {
  const found = readManifest().contributes.colors.find((colour) => colour.id === id);
  const value = found?.defaults[theme];
  if (value === undefined) throw new Error(`The manifest has no colour ${id} for ${theme}.`);
  return parseHex(value);
}

/** `#rrggbb` or `#rrggbbaa`. */
function parseHex(text: string): Colour {
  const part = (at: number): number => parseInt(text.slice(at, at + 2) || 'ff', 16);
  return [part(1), part(3), part(5), part(7)];
}

/** What getComputedStyle gives: `rgb(r, g, b)` or `rgba(r, g, b, a)` with a from 0 to 1. */
export function parseComputed(text: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, Math.round(alpha * 255)];
}

/** How far two colours are apart, in red, green and blue. */
export function distance(a: Colour, b: Colour): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Whether two colours are the same but for the rounding of alpha, which VS Code writes with two decimals. */
export function sameColour(a: Colour | undefined, b: Colour | undefined): boolean {
  if (!a || !b) return a === b;
  return distance(a, b) === 0 && Math.abs(a[3] - b[3]) <= 2;
}
