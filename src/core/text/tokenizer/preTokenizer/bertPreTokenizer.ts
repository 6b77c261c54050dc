import type { AlignedText } from '../alignedText';
import { isPunctuation, isWhitespace } from '../characters';
import type { PreTokenizer } from './preTokenizer';

/** Splits at white space, which it drops, and makes each punctuation character a word. */
export class BertPreTokenizer implements PreTokenizer {
  split(text: AlignedText): AlignedText[] {
    const found: AlignedText[] = [];
    let wordStart = 0;
    const endWord = (end: number): void => {
      if (end > wordStart) found.push(text.slice(wordStart, end));
    };
    for (let index = 0; index < text.text.length;) {
      const codePoint = text.text.codePointAt(index) ?? 0;
      const next = index + (codePoint > 0xffff ? 2 : 1);
      const punctuation = isPunctuation(codePoint);
      if (punctuation || isWhitespace(codePoint)) {
        endWord(index);
        if (punctuation) found.push(text.slice(index, next));
        wordStart = next;
      }
      index = next;
    }
    endWord(text.text.length);
    return found;
  }
}
