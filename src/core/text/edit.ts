import type { Span } from './span';

/** A replacement of `removed` units at `offset` by `inserted` new ones. */
export interface Edit {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

/** Where a span lies after an edit, or `undefined` where the edit reached into it; text put beside it is not in it. */
export function moveSpan(span: Span, edit: Edit): Span | undefined {
  const by = edit.inserted - edit.removed;
  if (edit.offset + edit.removed <= span.start) return { start: span.start + by, end: span.end + by };
  if (edit.offset >= span.end) return span;
  return undefined;
}

/** Where a stretch of text lies after an edit that may reach into it: what was put inside belongs to it. */
export function stretchSpan(span: Span, edit: Edit): Span {
  const moved = moveSpan(span, edit);
  if (moved) return moved;
  const editEnd = edit.offset + edit.removed;
  const by = edit.inserted - edit.removed;
  return {
    start: Math.min(span.start, edit.offset),
    end: Math.max(span.end, editEnd) + by,
  };
}
