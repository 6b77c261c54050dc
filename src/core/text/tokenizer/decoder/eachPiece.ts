import type { Decoder } from './decoder';
import type { SourcedText } from './sourcedText';

/** A decoder that goes piece by piece. */
export class EachPiece implements Decoder {
  /** @param isLast whether it is the last one of all */
  constructor(private readonly map: (piece: SourcedText, index: number, isLast: boolean) => SourcedText) {}

  decode(pieces: readonly SourcedText[]): SourcedText[] {
    return pieces.map((piece, index) => this.map(piece, index, index === pieces.length - 1));
  }
}
