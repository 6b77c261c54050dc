import type { AlignedText } from '../alignedText';
import { characterMatches, splitAt } from '../matches';
import type { PreTokenizer } from './preTokenizer';

export interface MetaspaceOptions {
  /** The character that stands for a blank, `▁` in SentencePiece. */
  readonly replacement: string;
  /** Where a text that begins with no blank gets one: each part between added tokens, the first one only, none. */
  readonly prepend: 'always' | 'first' | 'never';
  readonly split: boolean;
}

/** Writes blanks as `▁` and cuts the text before each. */
export class Metaspace implements PreTokenizer {
  private readonly codePoint: number;

  constructor(private readonly options: MetaspaceOptions) {
    this.codePoint = options.replacement.codePointAt(0) ?? 0;
  }

  split(text: AlignedText): AlignedText[] {
    const { replacement, prepend, split } = this.options;
    let written = text.mapCharacters((codePoint) => (codePoint === 0x20 ? replacement : undefined));
    const isAlone = prepend === 'always' || (prepend === 'first' && written.start(0) === 0);
    if (isAlone && !written.text.startsWith(replacement)) written = written.prepend(replacement);
    if (!split) return [written];
    const blanks = characterMatches(written.text, (codePoint) => codePoint === this.codePoint);
    return splitAt(written, blanks, 'MergedWithNext');
  }
}
