import type { Span } from './span';

/**
 * For each token the index in `words` of the word that it shares most units with (the first of equals), -1 where it
 * touches none (special tokens, blanks). `words` are in order and disjoint. O(tokens + words) for tokens in the order of
 * the text.
 */
export function wordsOfTokens(words: readonly Span[], tokens: readonly Span[]): Int32Array {
  const found = new Int32Array(tokens.length).fill(-1);
  let first = 0;
  tokens.forEach((token, index) => {
    if (token.end <= token.start) return;
    // Tokens may overlap, so the next one may begin before the last one's words.
    while (first > 0 && (words[first - 1]?.end ?? 0) > token.start) first--;
    while (first < words.length && (words[first]?.end ?? 0) <= token.start) first++;
    let most = 0;
    for (let at = first; at < words.length; at++) {
      const word = words[at];
      if (!word || word.start >= token.end) break;
      const shared = Math.min(word.end, token.end) - Math.max(word.start, token.start);
      if (shared > most) {
        most = shared;
        found[index] = at;
      }
    }
  });
  return found;
}
