import type { Rgb } from './oklab';

/**
 * The colour of a CSS value as browsers resolve it (`rgb(…)`, `rgba(…)`) or as VS Code writes it (`#rgb`, `#rrggbb`,
 * `#rrggbbaa`); transparency is dropped. Undefined for anything else, also for a fully transparent colour.
 */
export function parseCssColour(value: string): Rgb | undefined {
  const text = value.trim();
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text)?.[1];
  if (hex !== undefined) return parseHex(hex);
  const inside = /^rgba?\(([^)]*)\)$/i.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const [r, g, b, alpha = 1] = inside
    .split(/[\s,/]+/)
    .filter((part) => part !== '')
    .map(Number);
  if (r === undefined || g === undefined || b === undefined || alpha === 0) return undefined;
  return [r, g, b].some(Number.isNaN) ? undefined : { r, g, b };
}

function parseHex(hex: string): Rgb | undefined {
  const digits = hex.length <= 4 ? hex.replace(/./g, '$&$&') : hex;
  if (digits.length !== 6 && digits.length !== 8) return undefined;
  const channel = (at: number): number => Number.parseInt(digits.slice(at, at + 2), 16);
  if (digits.length === 8 && channel(6) === 0) return undefined;
  return { r: channel(0), g: channel(2), b: channel(4) };
}

export function cssOf({ r, g, b }: Rgb, alpha = 1): string {
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}
