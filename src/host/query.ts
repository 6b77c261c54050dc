import { overlaps, type Span } from '../core/text/span';
import type { Query } from './state';

/** The tokens that a span of the document touches; `undefined` where it touches none. */
export function queryOf(span: Span, spans: readonly (Span | undefined)[]): Query | undefined {
  const tokens = spans.flatMap((token, index) => (token && overlaps(token, span) ? [index] : []));
  return tokens.length === 0 ? undefined : { span, tokens };
}

export function sameTokens(a: Query, b: Query): boolean {
  return a.tokens.length === b.tokens.length && a.tokens.every((token, index) => token === b.tokens[index]);
}
