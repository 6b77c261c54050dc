import type { Span } from '../span';

/** One token of a text. */
export interface Token extends Span {
  readonly id: number;
  /** The vocabulary's piece, such as `##ing`. */
  readonly text: string;
  /** Put there by the template, not by the text; its span is empty. A literal `[MASK]` in the text is not special. */
  readonly special: boolean;
}

export interface Encoding {
  readonly tokens: readonly Token[];
  /** One a token, for the model's `token_type_ids`: 0 for a single text in most templates. */
  readonly typeIds: readonly number[];
}

/** Text to tokens, each with its exact range in the text. Immutable; safe to keep as long as the model. */
export interface Tokenizer {
  /**
   * The tokens of `text` with the template's special tokens. Spans are UTF-16 ranges in `text`; with a `pair`, those of
   * its tokens (type id 1 in BERT) are ranges in `pair`. Nothing is cut: see `encodeAround`. O(length).
   */
  encode(text: string, pair?: string): Encoding;
  /** One more than the largest id that `encode` can give: what the model's embedding must have at least. */
  readonly vocabularySize: number;
  /** `model_max_length` of the tokenizer's configuration, special tokens included; undefined where it names no real limit. */
  readonly maxLength: number | undefined;
}
