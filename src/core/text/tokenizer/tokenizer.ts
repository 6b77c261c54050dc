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

/** What the file says some special tokens are for; undefined where it names none. */
export interface SpecialIds {
  /** Stands for a word that is to be predicted. */
  readonly mask: number | undefined;
  /** Begins a text, or what a decoder writes. */
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  readonly pad: number | undefined;
  readonly unk: number | undefined;
  readonly cls: number | undefined;
  readonly sep: number | undefined;
}

export interface DecodeOptions {
  /** Leaves special tokens (`</s>`, `[CLS]`) out of the text; true where it is not given. */
  readonly skipSpecial?: boolean;
}

/** Tokens put together to a text. */
export interface Decoded {
  readonly text: string;
  /**
   * One for each id, its range in `text`. Tokens that are bytes of one character share its range; a token that leaves
   * nothing in the text, such as a special one that is left out, has an empty range. `special` marks special tokens.
   */
  readonly tokens: readonly Token[];
}

/** Text to tokens, each with its exact range in the text. Immutable; safe to keep as long as the model. */
export interface Tokenizer {
  /**
   * The tokens of `text` with the template's special tokens. Spans are UTF-16 ranges in `text`; with a `pair`, those of
   * its tokens (type id 1 in BERT) are ranges in `pair`. Nothing is cut: see `encodeAround`. O(length).
   * @throws HeadlightError `tokenizer-too-costly` where the file's rules make too much of the text
   */
  encode(text: string, pair?: string): Encoding;
  /**
   * The text that ids stand for, as `decode` of the Rust package gives it; ids that nothing stands for are left out.
   * O(length).
   */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  /** The same with the range of each token. */
  decodeTokens(ids: readonly number[], options?: DecodeOptions): Decoded;
  /** The id of a piece of the vocabulary or of an added token, such as `##ing` or `</s>`. */
  idOf(piece: string): number | undefined;
  /** The piece or added token with this id. */
  pieceOf(id: number): string | undefined;
  readonly specialIds: SpecialIds;
  /** One more than the largest id that `encode` can give: what the model's embedding must have at least. */
  readonly vocabularySize: number;
  /** `model_max_length` of the tokenizer's configuration, special tokens included; undefined where it names no real limit. */
  readonly maxLength: number | undefined;
}
