import type { Token } from '../tokenizer';

/** Tokens that go through the last stage together: those of one text at first, later also special ones alone. */
export interface Part {
  readonly tokens: readonly Token[];
  /** One a token, for the model's `token_type_ids`. */
  readonly typeIds: readonly number[];
  /** The text that the tokens' spans are ranges of. */
  readonly text: string;
}

/** The last stage: puts special tokens around the tokens of one text or two. What it gives is joined in order. */
export interface PostProcessor {
  process(parts: readonly Part[]): readonly Part[];
}

/** A token that stands for no text. */
export function specialToken(id: number, text: string): Token {
  return { id, text, start: 0, end: 0, special: true };
}

/** A part with special tokens before and after it, which have the given type. */
export function surrounded(part: Part, before: Token, after: Token, typeId: number): Part {
  return {
    tokens: [before, ...part.tokens, after],
    typeIds: [typeId, ...part.typeIds, typeId],
    text: part.text,
  };
}
