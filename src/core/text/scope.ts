import { paragraphAt } from './paragraph';
import { sentences, trim } from './sentences';
import { overlaps, type Span } from './span';
import type { TextSource } from './textSource';

/** How much of the document goes to the model: the setting `headlight.scope`. */
export type Scope = 'sentence' | 'paragraph' | 'document';

/** A scope's range; `cut` where it would have been longer than `maxCharacters`. */
export interface ScopeSpan extends Span {
  readonly cut: boolean;
}

/**
 * The part of the document that goes to the model for `query`: it contains the query, begins and ends at sentence
 * borders and has no white space around it (beyond the query's own). Whatever the document's length, it reads about
 * `maxCharacters` around the query at most; a scope that is longer is cut there, at sentence borders where there are any.
 */
export function scopeSpan(text: TextSource, query: Span, scope: Scope, maxCharacters = 131_072): ScopeSpan {
  const reach = Math.max(0, Math.floor((maxCharacters - (query.end - query.start)) / 2));
  const whole = scope === 'document' ? { start: 0, end: text.length } : paragraphAt(text, query, reach + 1);
  const window = {
    start: Math.max(whole.start, query.start - reach),
    end: Math.min(whole.end, query.end + reach),
  };
  const cutLeft = window.start > whole.start;
  const cutRight = window.end < whole.end;
  if (cutLeft) window.start = borderAfter(text, window.start, query.start);
  if (cutRight) window.end = borderBefore(text, window.end, query.end);
  const inside = text.slice(window.start, window.end);
  const trimmed = trim(inside, { start: 0, end: inside.length });
  const span = { start: window.start + trimmed.start, end: window.start + trimmed.end };
  const chosen = scope === 'sentence' ? sentencesAround(inside, window.start, query) : span;
  const reached = withQuery(chosen, query);
  const cut = (cutLeft && reached.start <= span.start) || (cutRight && reached.end >= span.end);
  return { start: reached.start, end: reached.end, cut };
}

function withQuery(span: Span | undefined, query: Span): Span {
  return span && span.end > span.start
    ? { start: Math.min(span.start, query.start), end: Math.max(span.end, query.end) }
    : { start: query.start, end: query.end };
}

/** From the first sentence that the query touches to the last one. */
function sentencesAround(inside: string, base: number, query: Span): Span | undefined {
  const local = { start: query.start - base, end: Math.max(query.end, query.start + 1) - base };
  const touched = sentences(inside).filter((sentence) => overlaps(sentence, local));
  const [first, last] = [touched.at(0), touched.at(-1)];
  return first && last && { start: first.start + base, end: last.end + base };
}

/** How far from the edge of a cut scope a sentence border is looked for. */
const borderReach = 4096;

/** The first begin of a sentence after the edge at `offset`, else the edge itself. */
function borderAfter(text: TextSource, offset: number, limit: number): number {
  const near = text.slice(offset, Math.min(limit, offset + borderReach));
  const [, second] = sentences(near);
  return second ? offset + second.start : offset + wholeCharacters(near);
}

/** The last end of a sentence before the edge at `offset`, else the edge itself. */
function borderBefore(text: TextSource, offset: number, limit: number): number {
  const from = Math.max(limit, offset - borderReach);
  const near = text.slice(from, offset);
  const last = sentences(near).at(-2);
  if (last) return from + last.end;
  return /[\ud800-\udbff]$/.test(near) ? offset - 1 : offset;
}

/** 1 where the text begins in the middle of a surrogate pair. */
function wholeCharacters(text: string): number {
  return /^[\udc00-\udfff]/.test(text) ? 1 : 0;
}
