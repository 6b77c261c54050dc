import type { AlignedText } from '../alignedText';

/** Every character in lower case by itself: `Σ` is `σ` even at the end of a word, `İ` becomes `i` and a dot above. */
export function lowercase(text: AlignedText): AlignedText {
  if (!/[^\0-\x7f]/.test(text.text)) return text.withText(text.text.toLowerCase());
  return text.mapCharacters((codePoint) => {
    const character = String.fromCodePoint(codePoint);
    const lower = character.toLowerCase();
    return lower === character ? undefined : lower;
  });
}
