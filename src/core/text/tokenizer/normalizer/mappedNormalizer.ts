import type { AlignedText } from '../alignedText';
import type { Normalizer } from './normalizer';

/** A normaliser that is one function. */
export class MappedNormalizer implements Normalizer {
  constructor(readonly normalize: (text: AlignedText) => AlignedText) {}
}
