import type { Span } from './span';
import type { TextSource } from './textSource';

/** A line end, and after it a line with nothing but blanks. */
const blankLine = /(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:\r\n?|\n)/g;
const firstReach = 2048;

/**
 * The paragraph around a span: up to the next blank line on each side, or the text's ends, or `maxReach` characters away
 * from the span. Reads no more than it needs.
 */
export function paragraphAt(text: TextSource, span: Span, maxReach = Infinity): Span {
  return { start: startBefore(text, span.start, maxReach), end: endAfter(text, span.end, maxReach) };
}

function startBefore(text: TextSource, offset: number, maxReach: number): number {
  for (let reach = firstReach; ; reach *= 2) {
    const from = Math.max(0, offset - Math.min(reach, maxReach));
    const last = [...text.slice(from, offset).matchAll(blankLine)].at(-1);
    if (last) return from + last.index + last[0].length;
    if (from === 0 || reach >= maxReach) return from;
  }
}

function endAfter(text: TextSource, offset: number, maxReach: number): number {
  for (let reach = firstReach; ; reach *= 2) {
    const to = Math.min(text.length, offset + Math.min(reach, maxReach));
    const at = text.slice(offset, to).search(blankLine);
    if (at >= 0) return offset + at;
    if (to === text.length || reach >= maxReach) return to;
  }
}
