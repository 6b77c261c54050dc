import type { AlignedText } from '../alignedText';
import type { Normalizer } from './normalizer';

/** Each normaliser goes on with what the one before it gave. */
export class SequenceNormalizer implements Normalizer {
  constructor(private readonly members: readonly Normalizer[]) {}

  normalize(text: AlignedText): AlignedText {
    return this.members.reduce((given, member) => member.normalize(given), text);
  }
}
