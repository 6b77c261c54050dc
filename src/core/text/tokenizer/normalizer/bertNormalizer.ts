import { isNonspacingMark, isOther, isWhitespace } from '../characters';
import type { AlignedText } from '../alignedText';
import { decompose } from './decompose';
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
    if (this.options.stripAccents) normalized = stripAccents(decompose(normalized, 'NFD'));
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

function spaceChinese(text: AlignedText): AlignedText {
  return text.mapCharacters((codePoint) =>
    codePoint >= 0x3400 && isChinese(codePoint) ? ` ${String.fromCodePoint(codePoint)} ` : undefined,
  );
}

/**
 * The blocks of CJK ideographs that BERT names, with the gap at U+2B820 to U+2B91F that the Rust package has. Kana and
 * Hangul stay joined.
 */
function isChinese(codePoint: number): boolean {
  return (
    (codePoint >= 0x4e00 && codePoint <= 0x9fff) ||
    (codePoint >= 0x3400 && codePoint <= 0x4dbf) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    (codePoint >= 0x20000 && codePoint <= 0x2a6df) ||
    (codePoint >= 0x2a700 && codePoint <= 0x2b81f) ||
    (codePoint >= 0x2b920 && codePoint <= 0x2ceaf) ||
    (codePoint >= 0x2f800 && codePoint <= 0x2fa1f)
  );
}

function stripAccents(text: AlignedText): AlignedText {
  if (!/[^\0-\x7f]/.test(text.text)) return text;
  return text.mapCharacters((codePoint) => (isNonspacingMark(codePoint) ? '' : undefined));
}
