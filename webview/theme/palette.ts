/** The colours that the canvas draws with, read from the theme's CSS variables. */
import { cssOf, parseCssColour } from './cssColour';
import type { Rgb } from './oklab';
import { makeRamp, type Ramp } from './ramp';

export interface Palette {
  readonly ramp: Ramp;
  /** CSS colours. */
  readonly background: string;
  readonly foreground: string;
  readonly dim: string;
  readonly query: string;
  readonly crosshair: string;
  readonly border: string;
  readonly highContrast: boolean;
  /** A CSS font family. */
  readonly fontFamily: string;
}

const black: Rgb = { r: 0, g: 0, b: 0 };
const white: Rgb = { r: 255, g: 255, b: 255 };

/** Reads the palette as the page looks now; call it again when the theme changes. */
export function readPalette(body: HTMLElement): Palette {
  const style = getComputedStyle(body);
  const probe = body.ownerDocument.createElement('span');
  probe.hidden = true;
  probe.style.setProperty('forced-color-adjust', 'none');
  body.append(probe);
  /** The browser resolves system colours and the colour functions of custom themes. */
  const resolve = (value: string): Rgb | undefined => {
    probe.style.color = '';
    probe.style.color = value;
    return probe.style.color === '' ? undefined : parseCssColour(getComputedStyle(probe).color);
  };
  const variable = (...names: readonly string[]): Rgb | undefined => {
    for (const name of names) {
      const value = style.getPropertyValue(name).trim();
      const colour = value === '' ? undefined : resolve(value);
      if (colour) return colour;
    }
    return undefined;
  };

  const forced = matchMedia('(forced-colors: active)').matches;
  const kind = body.dataset.vscodeThemeKind ?? '';
  const highContrast = forced || kind.startsWith('vscode-high-contrast');
  const dark = kind !== 'vscode-light' && kind !== 'vscode-high-contrast-light';
  const background =
    (forced ? resolve('Canvas') : variable('--vscode-editor-background')) ?? (dark ? black : white);
  const foreground =
    (forced ? resolve('CanvasText') : variable('--vscode-foreground')) ?? (dark ? white : black);
  const accent =
    (forced ? undefined : variable('--vscode-headlight-weight', '--vscode-charts-orange')) ?? foreground;
  const query =
    (forced
      ? resolve('Highlight')
      : variable('--vscode-headlight-query', '--vscode-contrastActiveBorder', '--vscode-focusBorder')) ??
    foreground;
  const dim = (forced ? undefined : variable('--vscode-descriptionForeground')) ?? foreground;
  const border = (forced ? undefined : variable('--vscode-contrastBorder')) ?? foreground;
  const fontFamily = style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif';
  probe.remove();
  return {
    ramp: makeRamp(background, highContrast ? foreground : accent),
    background: cssOf(background),
    foreground: cssOf(foreground),
    dim: cssOf(highContrast ? foreground : dim),
    query: cssOf(query),
    crosshair: cssOf(foreground, highContrast ? 1 : 0.55),
    border: cssOf(border, highContrast ? 1 : 0.18),
    highContrast,
    fontFamily,
  };
}

/** Calls back when the theme or the contrast settings of the system change. */
export function watchTheme(body: HTMLElement, onChange: () => void): void {
  new MutationObserver(onChange).observe(body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
  // A change of single colours (`workbench.colorCustomizations`) touches nothing but the root's style.
  new MutationObserver(onChange).observe(body.ownerDocument.documentElement, {
    attributes: true,
    attributeFilter: ['style'],
  });
  matchMedia('(forced-colors: active)').addEventListener('change', onChange);
}
