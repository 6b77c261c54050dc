import type { Span } from './span';

/** The sentences of a text, in order, disjoint, without the white space around them; in code, the lines. O(length). */
export function sentences(text: string): Span[] {
  throw new Error(`not yet ${text.length}`);
}
