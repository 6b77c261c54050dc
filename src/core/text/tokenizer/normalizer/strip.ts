import type { AlignedText } from '../alignedText';
import { isWhitespace } from '../characters';

/** The text without white space at its ends; none lies beyond U+FFFF. */
export function strip(text: AlignedText, left: boolean, right: boolean): AlignedText {
  let start = 0;
  let end = text.text.length;
  while (left && start < end && isWhitespace(text.text.charCodeAt(start))) start++;
  while (right && end > start && isWhitespace(text.text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
