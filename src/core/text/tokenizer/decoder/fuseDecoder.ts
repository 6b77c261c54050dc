import type { Decoder } from './decoder';
import { SourcedText } from './sourcedText';

/** All pieces as one. */
export class FuseDecoder implements Decoder {
  decode(pieces: readonly SourcedText[]): SourcedText[] {
    return [SourcedText.join(pieces)];
  }
}
