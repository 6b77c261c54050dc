import { AlignedBuilder, type AlignedText } from '../alignedText';
import { byteCharacters } from '../byteAlphabet';
import { type Match, regexMatches } from '../matches';
import { translateRegex } from '../regex/translateRegex';
import type { PreTokenizer } from './preTokenizer';

export interface ByteLevelOptions {
  readonly addPrefixSpace: boolean;
  /** Splits as GPT-2 does; without it the text stays whole. */
  readonly useRegex: boolean;
}

/** The pattern of openai/gpt-2, encoder.py. */
const gpt2Words = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/** Cuts the text into GPT-2's words and writes their UTF-8 bytes in the alphabet of byte-level tokenizers. */
export class ByteLevelPreTokenizer implements PreTokenizer {
  private readonly words: RegExp | undefined;

  constructor(private readonly options: ByteLevelOptions) {
    this.words = options.useRegex ? translateRegex(gpt2Words) : undefined;
  }

  split(text: AlignedText): AlignedText[] {
    const given = this.options.addPrefixSpace && !text.text.startsWith(' ') ? text.prepend(' ') : text;
    const words = this.words
      ? regexMatches(this.words, given.text)
      : [{ start: 0, end: given.text.length, isMatch: true }];
    return spelled(given, words);
  }
}

/** The words in the alphabet of bytes; the whole text is spelled once and then cut. */
function spelled(text: AlignedText, words: readonly Match[]): AlignedText[] {
  if (!/[^\0-\x7f]/.test(text.text)) {
    const ascii = text.withText(
      text.text.replace(/[\0- \x7f]/g, (character) => byteCharacters(character.charCodeAt(0))),
    );
    return words.map(({ start, end }) => ascii.slice(start, end));
  }
  const builder = new AlignedBuilder(text.text.length * 2);
  const ends: number[] = [];
  for (const { start, end } of words) {
    for (let index = start; index < end;) {
      const codePoint = text.text.codePointAt(index) ?? 0;
      builder.add(byteCharacters(codePoint), text.start(index), text.end(index));
      index += codePoint > 0xffff ? 2 : 1;
    }
    ends.push(builder.length);
  }
  const whole = builder.build();
  return ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
}
