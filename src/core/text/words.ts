import type { Span } from './span';
import type { TextSource } from './textSource';

/**
 * The words of a text, in order and disjoint; together they cover every visible character. Identifiers are whole
 * (`snake_case`, `$scope`, `camelCase`), Chinese is cut by the dictionary of `Intl.Segmenter`, each punctuation mark and
 * each emoji is a word of its own. O(length): keep the result, it is not cached here.
 */
export function words(text: string): Span[] {
  throw new Error(`not yet ${text.length}`);
}

/**
 * The word at a caret position, undefined in white space. A caret at either end of a word counts; between a word and a
 * punctuation mark the word wins. Reads a few hundred characters around the caret.
 */
export function wordAt(text: TextSource, offset: number): Span | undefined {
  throw new Error(`not yet ${text.length} ${offset}`);
}

/**
 * For each token the index in `words` of the word that it shares most units with (the first of equals), -1 where it
 * touches none (special tokens, blanks). O(tokens + words) for tokens in the order of the text.
 */
export function wordsOfTokens(words: readonly Span[], tokens: readonly Span[]): Int32Array {
  throw new Error(`not yet ${words.length} ${tokens.length}`);
}
