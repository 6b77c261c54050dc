import { HeadlightError } from '../core/errors';
import type { Span } from '../core/text/span';
import { words } from '../core/text/words';

/** Units on either side of an occurrence that are cut into words: enough context for the dictionary of Chinese. */
const context = 200;

/**
 * Where a word stands in a text for the `occurrence`th time, from 1. Occurrences that are whole words count; only where
 * there is none, any occurrence does. Errors: `word-not-found`.
 */
export function findWord(text: string, word: string, occurrence: number): Span {
  const all: Span[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    all.push({ start: at, end: at + word.length });
  }
  const whole = all.filter((span) => isWhole(text, span));
  const found = (whole.length > 0 ? whole : all)[occurrence - 1];
  if (!found) throw new HeadlightError('word-not-found', { word, occurrence });
  return found;
}

/** Whether a span begins where a word begins and ends where one ends. */
function isWhole(text: string, { start, end }: Span): boolean {
  // Letters and digits on both sides of a border are one word in every script that is not cut by a dictionary.
  const from = Math.max(0, start - context);
  const cut = words(text.slice(from, end + context));
  return cut.some((one) => one.start === start - from) && cut.some((one) => one.end === end - from);
}
