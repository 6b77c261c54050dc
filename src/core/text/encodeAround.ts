import { cutToTokens, type TokenLimit } from './cutToTokens';
import { shift, type Span } from './span';
import type { Encoding, Tokenizer } from './tokenizer/tokenizer';

export interface CutEncoding {
  /** Tokens of the analysed part; their spans are ranges in the whole text that was given. */
  readonly encoding: Encoding;
  /** The part of the text that the tokens stand for. */
  readonly analysed: Span;
  /** Whether `analysed` is less than the text. */
  readonly cut: boolean;
}

/** Characters on each side of the query that are encoded at first, for each token that the model takes. */
const charactersPerToken = 8;

/**
 * Encodes `text`, or where it has too many tokens the part around the query that fits. O(tokens that the model takes)
 * for usual text, whatever its length.
 * @throws HeadlightError `text-query-too-long`
 */
export function encodeAround(
  tokenizer: Tokenizer,
  text: string,
  around: Span,
  limit: TokenLimit,
): CutEncoding {
  const window = encodeWindow(tokenizer, text, around, limit.maxTokens);
  const inside = text.slice(window.start, window.end);
  let { encoding } = window;
  let part: Span = { start: 0, end: inside.length };
  // A part can have other tokens than it had within the whole; then there is less room.
  for (let spare = 0; encoding.tokens.length > limit.maxTokens;) {
    part = cutToTokens(inside, window.encoding, shift(around, -window.start), limit, spare);
    encoding = tokenizer.encode(inside.slice(part.start, part.end));
    spare += Math.max(1, encoding.tokens.length - limit.maxTokens);
  }
  const analysed = shift(part, window.start);
  return {
    encoding: shifted(encoding, analysed.start),
    analysed,
    cut: analysed.start > 0 || analysed.end < text.length,
  };
}

/** The encoding of so much text around the query that the model's tokens are full on both sides, or of all of it. */
function encodeWindow(
  tokenizer: Tokenizer,
  text: string,
  around: Span,
  maxTokens: number,
): Span & { readonly encoding: Encoding } {
  for (let reach = Math.max(1024, maxTokens * charactersPerToken); ; reach *= 2) {
    const start = Math.max(0, around.start - reach);
    const end = Math.min(text.length, around.end + reach);
    const encoding = tokenizer.encode(text.slice(start, end));
    const inText = encoding.tokens.filter((token) => !token.special);
    const before = inText.filter((token) => token.end <= around.start - start).length;
    const after = inText.filter((token) => token.start >= around.end - start).length;
    if ((start === 0 || before > maxTokens) && (end === text.length || after > maxTokens))
      return { start, end, encoding };
  }
}

function shifted(encoding: Encoding, by: number): Encoding {
  if (by === 0) return encoding;
  return {
    ...encoding,
    tokens: encoding.tokens.map((token) => (token.special ? token : { ...token, ...shift(token, by) })),
  };
}
