import type { AlignedText } from './alignedText';
import type { Span } from '../span';

/** A part of a text that a pattern matches, or the text between two such parts. */
export interface Match extends Span {
  readonly isMatch: boolean;
}

/**
 * All parts of a text in order: the matches of a global expression and what lies between them. As in the Rust package an
 * empty match right after another match does not count.
 */
export function regexMatches(expression: RegExp, text: string): Match[] {
  const parts: Match[] = [];
  // Nor does one in an empty text.
  if (text === '') return parts;
  let end = 0;
  let lastMatch = -1;
  expression.lastIndex = 0;
  for (let found = expression.exec(text); found; found = expression.exec(text)) {
    const start = found.index;
    const { length } = found[0];
    // An empty match is found again from the same place, and then passed.
    if (length === 0 && start === lastMatch) {
      expression.lastIndex = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
      continue;
    }
    if (start > end) parts.push({ start: end, end: start, isMatch: false });
    end = lastMatch = start + length;
    parts.push({ start, end, isMatch: true });
  }
  if (end < text.length) parts.push({ start: end, end: text.length, isMatch: false });
  return parts;
}

/** All parts of a text in order: each character of a kind alone, and what lies between them. */
export function characterMatches(text: string, isMember: (codePoint: number) => boolean): Match[] {
  const parts: Match[] = [];
  let done = 0;
  for (let start = 0; start < text.length;) {
    const codePoint = text.codePointAt(start) ?? 0;
    const end = start + (codePoint > 0xffff ? 2 : 1);
    if (isMember(codePoint)) {
      if (start > done) parts.push({ start: done, end: start, isMatch: false });
      parts.push({ start, end, isMatch: true });
      done = end;
    }
    start = end;
  }
  if (done < text.length) parts.push({ start: done, end: text.length, isMatch: false });
  return parts;
}

/** The matches become what lies between them, and the other way round. */
export function invert(parts: readonly Match[]): Match[] {
  return parts.map(({ start, end, isMatch }) => ({ start, end, isMatch: !isMatch }));
}

/** What becomes of the delimiters that a pre-tokeniser finds; the names are those of `tokenizer.json`. */
export type SplitBehavior = 'Removed' | 'Isolated' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

/** Cuts a text at its delimiters, the parts that match. No piece is empty. */
export function splitAt(text: AlignedText, parts: readonly Match[], behavior: SplitBehavior): AlignedText[] {
  return cuts(parts, behavior)
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => (start === 0 && end === text.text.length ? text : text.slice(start, end)));
}

function cuts(parts: readonly Match[], behavior: SplitBehavior): readonly Span[] {
  switch (behavior) {
    case 'Isolated':
      return parts;
    case 'Removed':
      return parts.filter(({ isMatch }) => !isMatch);
    case 'Contiguous':
      return joined(parts, (part, before) => part.isMatch === before);
    case 'MergedWithPrevious':
      return joined(parts, (part, before) => part.isMatch && !before);
    case 'MergedWithNext':
      return joined([...parts].reverse(), (part, before) => part.isMatch && !before).reverse();
  }
}

/** Parts that belong to the one before them become one with it. */
function joined(parts: readonly Match[], belongs: (part: Match, beforeIsMatch: boolean) => boolean): Span[] {
  const found: Span[] = [];
  let before = false;
  for (const part of parts) {
    const last = found.at(-1);
    if (last && belongs(part, before))
      found[found.length - 1] = {
        start: Math.min(last.start, part.start),
        end: Math.max(last.end, part.end),
      };
    else found.push(part);
    before = part.isMatch;
  }
  return found;
}
