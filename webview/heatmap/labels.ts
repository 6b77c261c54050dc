/** Which labels are drawn, and what of them. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The longest beginning of `text` that fits into `width` with an ellipsis, or the whole text. */
export function ellipsise(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${parts.slice(0, middle).join('')}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${parts.slice(0, low).join('')}…`;
}

const upright =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]+$/u;

/** The characters of a text that reads from top to bottom (Chinese, Japanese, Korean), or undefined for any other. */
export function uprightCharacters(text: string): readonly string[] | undefined {
  return upright.test(text) ? Array.from(text) : undefined;
}

/** A label wanted at a place along one axis; the first in a list is the most important. */
export interface WantedLabel {
  readonly token: number;
  readonly centre: number;
}

/** The labels of `wanted` that have room: each keeps `size` to the more important ones. */
export function withoutOverlap(wanted: readonly WantedLabel[], size: number): readonly WantedLabel[] {
  const placed: WantedLabel[] = [];
  for (const label of wanted)
    if (placed.every((other) => Math.abs(other.centre - label.centre) >= size)) placed.push(label);
  return placed;
}

/** Neighbouring indices joined to ranges `[start, end)`, in order. */
export function groupNeighbours(
  tokens: readonly number[],
): readonly { readonly start: number; readonly end: number }[] {
  const groups: { start: number; end: number }[] = [];
  for (const token of [...tokens].sort((a, b) => a - b)) {
    const last = groups.at(-1);
    if (last?.end === token) last.end++;
    else if (last === undefined || token > last.end) groups.push({ start: token, end: token + 1 });
  }
  return groups;
}
