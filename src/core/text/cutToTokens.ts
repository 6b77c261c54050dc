import type { Span } from './span';
import type { Encoding, Tokenizer } from './tokenizer/tokenizer';

/** What a model takes. */
export interface TokenLimit {
  /** Most tokens, special ones included. */
  readonly maxTokens: number;
  /** The model's name, for messages. */
  readonly model: string;
}

export interface CutEncoding {
  /** Tokens of the analysed part; their spans are ranges in the whole text that was given. */
  readonly encoding: Encoding;
  /** The part of the text that the tokens stand for. */
  readonly analysed: Span;
  /** Whether `analysed` is less than the text. */
  readonly cut: boolean;
}

/**
 * Encodes `text`, or where it has too many tokens the part around the query that fits. What the worker's `run` calls.
 * @throws HeadlightError `text-query-too-long`
 */
export function encodeAround(tokenizer: Tokenizer, text: string, around: Span, limit: TokenLimit): CutEncoding {
  throw new Error(`not yet ${text.length} ${around.start} ${limit.model} ${String(tokenizer.maxLength)}`);
}

/**
 * The part of `text` around the query that has at most `limit.maxTokens` tokens of `encoding`: whole sentences where the
 * query's own fits, else at token borders. Contains the query.
 * @throws HeadlightError `text-query-too-long`
 */
export function cutToTokens(text: string, encoding: Encoding, around: Span, limit: TokenLimit): Span & { readonly cut: boolean } {
  throw new Error(`not yet ${text.length} ${encoding.tokens.length} ${around.start} ${limit.model}`);
}
