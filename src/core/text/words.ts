import { segments } from './segments';
import type { Span } from './span';
import type { TextSource } from './textSource';

/**
 * The words of a text, in order and disjoint; together they cover every visible character. Identifiers are whole
 * (`snake_case`, `$scope`, `camelCase`), Chinese is cut by the dictionary of `Intl.Segmenter`, each punctuation mark and
 * each emoji is a word of its own. O(length): keep the result, it is not cached here.
 */
export function words(text: string): Span[] {
  const found: Span[] = [];
  let lastKind: Kind = 'other';
  for (const { start, end, wordLike } of segments(text, 'word')) {
    const segment = text.slice(start, end);
    if (isBlank(segment)) continue;
    for (const part of wordLike ? splitAtDots(segment, start) : [{ start, end }]) {
      const kind = kindOf(text.slice(part.start, part.end));
      const last = found.at(-1);
      if (last?.end === part.start && joins(lastKind, kind, text[part.start - 1])) {
        found[found.length - 1] = { start: last.start, end: part.end };
        if (kind !== 'dollar') lastKind = 'identifier';
      } else {
        found.push(part);
        lastKind = kind;
      }
    }
  }
  return found;
}

/** White space, and characters that show nothing. */
function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}]*$/u.test(text);
}

/** Unicode keeps `self.weights` and `a:b` whole; here only numbers keep what is between their digits. */
function splitAtDots(segment: string, start: number): Span[] {
  if (!/[.:]/.test(segment)) return [{ start, end: start + segment.length }];
  return [...segment.matchAll(/(?:[^.:]|(?<=\d)[.:](?=\d))+|[.:]/g)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** `continuing`: may stand inside an identifier, but not at its begin, such as a number. */
type Kind = 'dollar' | 'identifier' | 'continuing' | 'other';

function kindOf(word: string): Kind {
  if (word === '$') return 'dollar';
  if (!/^\p{ID_Continue}+$/u.test(word)) return 'other';
  return /^[\p{ID_Start}_]/u.test(word) ? 'identifier' : 'continuing';
}

/** A dollar sign belongs to the identifier that it touches; before a number it is a currency. */
function joins(left: Kind, right: Kind, lastOfLeft: string | undefined): boolean {
  if (left === 'dollar') return right === 'dollar' || right === 'identifier';
  if (left !== 'identifier') return false;
  return right === 'dollar' || (lastOfLeft === '$' && right !== 'other');
}

/** How far `wordAt` looks to each side at first, and at most: longer words are cut there. */
const firstReach = 256;
const lastReach = 8192;

/**
 * The word at a caret position, undefined in white space. A caret at either end of a word counts; between a word and a
 * punctuation mark the word wins. Reads a few hundred characters around the caret.
 */
export function wordAt(text: TextSource, offset: number): Span | undefined {
  for (let reach = firstReach; ; reach *= 4) {
    const { line, base, cutLeft, cutRight } = lineAround(text, offset, reach);
    const caret = offset - base;
    const touching = words(line).filter((word) => word.start <= caret && caret <= word.end);
    const found =
      touching.find((word) => word.end > caret && isWordLike(line, word)) ??
      touching.find((word) => isWordLike(line, word)) ??
      touching.find((word) => word.end > caret) ??
      touching[0];
    if (!found) return undefined;
    const isWhole = !(cutLeft && found.start === 0) && !(cutRight && found.end === line.length);
    if (isWhole || reach >= lastReach) return { start: found.start + base, end: found.end + base };
  }
}

function isWordLike(text: string, word: Span): boolean {
  return /[\p{L}\p{N}_]/u.test(text.slice(word.start, word.end));
}

interface Line {
  readonly line: string;
  readonly base: number;
  /** Whether the line goes on beyond what was read. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

function lineAround(text: TextSource, offset: number, reach: number): Line {
  const from = Math.max(0, offset - reach);
  const to = Math.min(text.length, offset + reach);
  const before = text.slice(from, offset);
  const after = text.slice(offset, to);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const lineEnd = after.search(/[\r\n]/);
  return {
    line: before.slice(lineStart) + (lineEnd < 0 ? after : after.slice(0, lineEnd)),
    base: from + lineStart,
    cutLeft: lineStart === 0 && from > 0,
    cutRight: lineEnd < 0 && to < text.length,
  };
}
