import type { Decoder } from './decoder';
import type { SourcedText } from './sourcedText';

/** Each decoder goes on with what the one before it gave. */
export class SequenceDecoder implements Decoder {
  constructor(private readonly members: readonly Decoder[]) {}

  decode(pieces: readonly SourcedText[]): readonly SourcedText[] {
    return this.members.reduce((given, member) => member.decode(given), pieces);
  }
}
