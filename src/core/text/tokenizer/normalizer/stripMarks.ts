import type { AlignedText } from '../alignedText';
import { isMark } from '../characters';

/** Leaves out combining marks of every kind; letters are not decomposed for it. */
export function stripMarks(text: AlignedText): AlignedText {
  if (!/[^\0-\u02ff]/.test(text.text)) return text;
  return text.mapCharacters((codePoint) => (isMark(codePoint) ? '' : undefined));
}
