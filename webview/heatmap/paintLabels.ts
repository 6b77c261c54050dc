/** Draws the tokens along the sides of the matrix and measures the room that they want. */
import type { Palette } from '../theme/palette';
import { ellipsise, uprightCharacters, withoutOverlap, type WantedLabel } from './labels';
import { edge, labelledCell, visibleTokens } from './layout';
import type { Box, LabelledToken, Picture } from './picture';

const largestFont = 12;
/** Space between a label and the matrix. */
const pad = 6;
/** Room for `[CLS]` and the like. */
const leastRoom = 46;

function font(palette: Palette, size: number, token: LabelledToken | undefined, bold: boolean): string {
  return `${token?.special === true ? 'italic ' : ''}${bold ? '600 ' : ''}${size}px ${palette.fontFamily}`;
}

/** The width of the left labels and the height of the top ones, for a page of this width. */
export function measureLabels(
  context: CanvasRenderingContext2D,
  rows: readonly LabelledToken[],
  columns: readonly LabelledToken[],
  palette: Palette,
  pageWidth: number,
): { readonly gutter: number; readonly header: number } {
  const widthOf = (token: LabelledToken): number => {
    context.font = font(palette, largestFont, token, true);
    return context.measureText(token.text).width;
  };
  const widths = rows.map(widthOf);
  const heights = columns.map((token) =>
    uprightCharacters(token.text) ? token.text.length * largestFont : widthOf(token),
  );
  const within = (wanted: number, least: number, most: number): number =>
    Math.round(Math.min(Math.max(wanted, least), most));
  return {
    gutter: within(mostOf(widths) + 2 * pad, leastRoom, Math.min(120, 0.26 * pageWidth)),
    header: within(mostOf(heights) + 2 * pad, leastRoom, 78),
  };
}

/** A size that most labels keep; a few long words in a long text do not take the room of all. */
function mostOf(sizes: number[]): number {
  return sizes.sort((a, b) => a - b)[Math.ceil(0.95 * (sizes.length - 1))] ?? 0;
}

export function paintLabels(context: CanvasRenderingContext2D, picture: Picture, box: Box): void {
  const { layout, palette } = picture;
  context.textBaseline = 'middle';
  context.direction = 'ltr';
  paintCorner(context, picture);
  for (const axis of ['y', 'x'] as const) {
    context.save();
    context.beginPath();
    if (axis === 'y') context.rect(0, box.top - 4, layout.gutter - 2, layout.viewHeight - box.top + 4);
    else context.rect(box.left - 4, 0, layout.viewWidth - box.left + 4, layout.header - 2);
    context.clip();
    const marked = new Set(isMarkedAxis(picture, axis) ? picture.query : []);
    const pointed = axis === 'y' ? picture.pointed?.query : picture.pointed?.key;
    for (const { token, centre } of shownLabels(picture, axis, marked, pointed)) {
      const label = (axis === 'y' ? picture.rows : picture.columns)[token];
      if (!label) continue;
      const emphasis = marked.has(token) || token === pointed;
      const size = layout.cell >= labelledCell ? Math.min(largestFont, Math.max(9, layout.cell - 2)) : 11;
      context.font = font(palette, size, label, emphasis);
      context.fillStyle = label.special && !emphasis ? palette.dim : palette.foreground;
      if (axis === 'y') paintLeft(context, label.text, layout.gutter, centre);
      else paintTop(context, label.text, layout.header, centre, size);
    }
    context.restore();
  }
}

function isMarkedAxis(picture: Picture, axis: 'x' | 'y'): boolean {
  return (axis === 'y') === (picture.direction === 'attendsTo');
}

/** All labels where there is room, else the pointed token's and the query's. */
function shownLabels(
  { layout, scroll }: Picture,
  axis: 'x' | 'y',
  marked: ReadonlySet<number>,
  pointed: number | undefined,
): readonly WantedLabel[] {
  const { first, end } = visibleTokens(layout, scroll, axis);
  const at = (token: number): WantedLabel => ({
    token,
    centre: edge(layout, scroll, axis, token) + layout.cell / 2,
  });
  if (layout.cell >= labelledCell) return Array.from({ length: end - first }, (_, n) => at(first + n));
  const wanted = [...(pointed === undefined ? [] : [pointed]), ...marked];
  const seen = wanted.filter((token) => token >= first && token < end).map(at);
  return withoutOverlap(seen, largestFont + 1);
}

function paintLeft(context: CanvasRenderingContext2D, text: string, gutter: number, y: number): void {
  const shown = ellipsise(text, gutter - pad - 2, (part) => context.measureText(part).width);
  context.textAlign = 'right';
  context.fillText(shown, gutter - pad, y);
}

/** Latin reads upwards; Chinese, Japanese and Korean stay upright, from top to bottom. */
function paintTop(
  context: CanvasRenderingContext2D,
  text: string,
  header: number,
  x: number,
  size: number,
): void {
  const room = header - pad - 2;
  const characters = uprightCharacters(text);
  if (characters) {
    const most = Math.max(1, Math.floor(room / size));
    const shown = characters.length > most ? [...characters.slice(0, most - 1), '︙'] : characters;
    context.textAlign = 'center';
    shown.forEach((character, n) => {
      context.fillText(character, x, header - pad - size * (shown.length - n - 0.5));
    });
    return;
  }
  context.save();
  context.translate(x, header - pad);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'left';
  context.fillText(
    ellipsise(text, room, (part) => context.measureText(part).width),
    0,
    0,
  );
  context.restore();
}

/** Names the axes in the empty corner, where it has room. */
function paintCorner(context: CanvasRenderingContext2D, { layout, palette, axes }: Picture): void {
  const lines = [`${axes.key} →`, `${axes.query} ↓`];
  context.font = font(palette, 10, undefined, false);
  const room = layout.gutter - pad;
  if (lines.some((line) => context.measureText(line).width > room) || layout.header < 32) return;
  context.fillStyle = palette.dim;
  context.textAlign = 'right';
  lines.forEach((line, n) => {
    context.fillText(line, layout.gutter - pad, layout.header - 20 + 13 * n);
  });
}
