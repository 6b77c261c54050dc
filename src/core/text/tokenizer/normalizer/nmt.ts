import type { AlignedText } from '../alignedText';

/** The character cleaning of SentencePiece's `nmt` normalisation rules, as the Rust package has it. */
export function cleanForTranslation(text: AlignedText): AlignedText {
  return text.mapCharacters((codePoint) => {
    if (isDropped(codePoint)) return '';
    return isBlank(codePoint) ? ' ' : undefined;
  });
}

function isDropped(codePoint: number): boolean {
  return (
    (codePoint >= 0x01 && codePoint <= 0x08) ||
    codePoint === 0x0b ||
    (codePoint >= 0x0e && codePoint <= 0x1f) ||
    codePoint === 0x7f ||
    codePoint === 0x8f ||
    codePoint === 0x9f
  );
}

function isBlank(codePoint: number): boolean {
  return (
    (codePoint >= 0x09 && codePoint <= 0x0d) ||
    codePoint === 0x1680 ||
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    codePoint === 0x2028 ||
    codePoint === 0x2029 ||
    codePoint === 0x2581 ||
    codePoint === 0xfeff ||
    codePoint === 0xfffd
  );
}
