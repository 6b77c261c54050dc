import type { Span } from '../../core/text/span';

/** Questions come from our own code: token indices that a run does not have are a defect there. */
export function checkTokens(tokens: readonly number[], length: number): void {
  const known = (token: number): boolean => Number.isInteger(token) && token >= 0 && token < length;
  if (tokens.length === 0 || !tokens.every(known)) {
    throw new RangeError(`tokens ${tokens.join(', ')} of ${length}`);
  }
}

/** The part of a token range that a run has. */
export function clampSpan({ start, end }: Span, length: number): Span {
  const from = Math.min(Math.max(0, start), length);
  return { start: from, end: Math.min(Math.max(from, end), length) };
}
