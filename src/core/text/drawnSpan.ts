import type { Span } from './span';
import type { TextSource } from './textSource';

/**
 * The range to draw for a token: widened to whole grapheme clusters (never half of a surrogate pair, of CRLF or of an
 * emoji), without leading blanks unless the token is nothing else. An empty span stays as it is.
 */
export function drawnSpan(text: TextSource, span: Span): Span {
  throw new Error(`not yet ${text.length} ${span.start}`);
}
