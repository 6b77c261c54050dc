import { isNonspacingMark, isOther, isWhitespace } from '../characters';
import type { AlignedText } from '../alignedText';
import { decomposeCanonically } from './decomposeCanonically';
import { lowercase } from './lowercase';
import type { Normalizer } from './normalizer';

export interface BertNormalizerOptions {
  /** Drops control characters and makes every white space a blank. */
  readonly cleanText: boolean;
  /** Puts blanks around every Chinese character, so that each becomes a word. */
  readonly handleChineseCharacters: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
}

/** The normaliser of BERT (google-research/bert, tokenization.py), as the Rust package `tokenizers` runs it. */
export class BertNormalizer implements Normalizer {
  constructor(private readonly options: BertNormalizerOptions) {}

  normalize(text: AlignedText): AlignedText {
    let normalized = text;
    if (this.options.cleanText) normalized = cleanText(normalized);
    if (this.options.handleChineseCharacters) normalized = spaceChinese(normalized);
    if (this.options.stripAccents) normalized = stripAccents(decomposeCanonically(normalized));
    if (this.options.lowercase) normalized = lowercase(normalized);
    return normalized;
  }
}

function cleanText(text: AlignedText): AlignedText {
  if (!/[^\x20-\x7e]/.test(text.text)) return text;
  return text.mapCharacters((codePoint) => {
    // Tab and line ends are control characters that count as white space; the other ones are dropped first.
    if (codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d) return ' ';
    if (codePoint === 0 || codePoint === 0xfffd || isOther(codePoint)) return '';
    return isWhitespace(codePoint) ? ' ' : undefined;
  });
}

/**
 * The blocks of CJK ideographs that BERT names, with the gap at U+2B820 to U+2B91F that the Rust package has. Kana and
 * Hangul stay joined.
 */
const chinese =
  /[\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{f900}-\u{faff}\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/u;

function spaceChinese(text: AlignedText): AlignedText {
  if (!chinese.test(text.text)) return text;
  return text.mapCharacters((codePoint) => {
    if (codePoint < 0x3400) return undefined;
    const character = String.fromCodePoint(codePoint);
    return chinese.test(character) ? ` ${character} ` : undefined;
  });
}

function stripAccents(text: AlignedText): AlignedText {
  if (!/[^\0-\x7f]/.test(text.text)) return text;
  return text.mapCharacters((codePoint) => (isNonspacingMark(codePoint) ? '' : undefined));
}
