import type { AlignedText } from '../alignedText';

/** The second stage: cuts the normalised text into words, which the model tokenizes one by one. No word is empty. */
export interface PreTokenizer {
  split(text: AlignedText): AlignedText[];
}
