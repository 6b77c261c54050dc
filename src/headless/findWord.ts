import { HeadlightError } from '../core/errors';
import type { Span } from '../core/text/span';
import { words } from '../core/text/words';

/** Units on either side of an occurrence that are cut into words: enough context for the dictionary of Chinese. */
const context = 200;

/**
 * Where a word stands in a text for the `occurrence`th time, from 1. Occurrences that are whole words count; only where
 * there is none, any occurrence does. Errors: `word-not-found`, `word-empty`.
 */
export function findWord(text: string, word: string, occurrence: number): Span {
  if (word === '') throw new HeadlightError('word-empty');
  let [whole, any] = [0, 0];
  let inside: Span | undefined;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const span = { start: at, end: at + word.length };
    if (isWhole(text, span) && ++whole === occurrence) return span;
    if (++any === occurrence) inside = span;
  }
  if (whole > 0 || !inside) throw new HeadlightError('word-not-found', { word, occurrence });
  return inside;
}

/** Letters of alphabets: where two of them meet, no word begins or ends. */
const alphabetic = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}_]{2}$/u;

/** Whether a span begins where a word begins and ends where one ends. */
function isWhole(text: string, { start, end }: Span): boolean {
  if (alphabetic.test(text.slice(Math.max(0, start - 1), start + 1))) return false;
  if (alphabetic.test(text.slice(end - 1, end + 1))) return false;
  const from = Math.max(0, start - context);
  const cut = words(text.slice(from, end + context));
  return cut.some((one) => one.start === start - from) && cut.some((one) => one.end === end - from);
}
