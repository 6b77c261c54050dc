import type { AlignedText } from '../alignedText';
import type { PreTokenizer } from './preTokenizer';

/** Each pre-tokeniser cuts the words of the one before it. */
export class SequencePreTokenizer implements PreTokenizer {
  constructor(private readonly members: readonly PreTokenizer[]) {}

  split(text: AlignedText): AlignedText[] {
    return this.members.reduce((words, member) => words.flatMap((word) => member.split(word)), [text]);
  }
}
