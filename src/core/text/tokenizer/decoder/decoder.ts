import type { SourcedText } from './sourcedText';

/** Pieces of the vocabulary back to text. The texts that a decoder gives are joined in order. */
export interface Decoder {
  decode(pieces: readonly SourcedText[]): readonly SourcedText[];
}
