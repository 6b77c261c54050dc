import type { Encoding, Token } from '../tokenizer';

/** The last stage: puts special tokens around the tokens of one text or two. */
export interface PostProcessor {
  process(first: readonly Token[], second: readonly Token[] | undefined): Encoding;
}

/** A token that stands for no text. */
export function specialToken(id: number, text: string): Token {
  return { id, text, start: 0, end: 0, special: true };
}
