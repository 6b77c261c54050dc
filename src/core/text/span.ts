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
