import { literalRegex } from '../regex/translateRegex';
import type { Decoder } from './decoder';
import { SourcedText } from './sourcedText';

/** English as it is written, for the blanks that a tokenizer of words puts; in this order. */
const contractions = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [' do not', " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
].map(([dirty = '', clean = '']) => [literalRegex(dirty), clean] as const);

/** Words with blanks between them; pieces that continue a word lose their prefix. */
export class WordPieceDecoder implements Decoder {
  /** @param cleanup takes the blanks before punctuation and contractions out, piece by piece */
  constructor(
    private readonly prefix: string,
    private readonly cleanup: boolean,
  ) {}

  decode(pieces: readonly SourcedText[]): SourcedText[] {
    return pieces.map((piece, index) => {
      const spaced = index === 0 ? piece : this.spaced(piece);
      return this.cleanup
        ? contractions.reduce((text, [dirty, clean]) => text.replace(dirty, clean), spaced)
        : spaced;
    });
  }

  private spaced(piece: SourcedText): SourcedText {
    if (piece.text.startsWith(this.prefix)) return piece.slice(this.prefix.length, piece.text.length);
    // The blank comes from no token.
    const before = piece.firsts[0] ?? 0;
    return SourcedText.join([SourcedText.of(' ', before, before), piece]);
  }
}
