import type { AlignedText } from '../alignedText';

/** The first stage: rewrites the text (case, accents, white space) and keeps every unit aligned with the original. */
export interface Normalizer {
  normalize(text: AlignedText): AlignedText;
}
