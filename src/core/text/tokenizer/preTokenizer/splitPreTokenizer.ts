import type { AlignedText } from '../alignedText';
import { type Match, splitAt, type SplitBehavior } from '../matches';
import type { PreTokenizer } from './preTokenizer';

/** Cuts the text at whatever `parts` finds as delimiters. */
export class SplitPreTokenizer implements PreTokenizer {
  constructor(
    private readonly parts: (text: string) => readonly Match[],
    private readonly behavior: SplitBehavior,
  ) {}

  split(text: AlignedText): AlignedText[] {
    return splitAt(text, this.parts(text.text), this.behavior);
  }
}
