/** A half-open range `[start, end)` in UTF-16 units: the unit of editor positions. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether two spans share at least one unit; an empty span overlaps nothing. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The span moved by `by` units. */
export function shift(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** The smallest span that holds all the given ones; `undefined` for none. */
export function covering(spans: readonly Span[]): Span | undefined {
  if (spans.length === 0) return undefined;
  return {
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  };
}
