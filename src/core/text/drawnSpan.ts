import { segments } from './segments';
import type { Span } from './span';
import type { TextSource } from './textSource';

/** Two units of which neither joins a cluster (Unicode Standard Annex 29), CR before LF aside. */
const plain = /^[\0-\x7f\u3001-\u3020\u4e00-\u9fff\uff01-\uff60]{2}$/;

/** Looks this far for a place where a grapheme cluster certainly begins; longer clusters do not occur in real text. */
const reach = 256;

/**
 * The range to draw for a token: widened to whole grapheme clusters (never half of a surrogate pair, of CRLF or of an
 * emoji), without leading blanks unless the token is nothing else. An empty span stays as it is.
 */
export function drawnSpan(text: TextSource, span: Span): Span {
  if (span.end <= span.start) return { start: span.start, end: span.end };
  const start = borderAt(text, span.start, 'before');
  const end = borderAt(text, span.end, 'after');
  const visible = start + text.slice(start, end).search(/\S/);
  // A blank that carries a combining mark is drawn with it.
  const isBorder = visible > start && borderAt(text, visible, 'before') === visible;
  return { start: isBorder ? visible : start, end };
}

/** The border of grapheme clusters at `offset`, or the next one before or after it. */
function borderAt(text: TextSource, offset: number, side: 'before' | 'after'): number {
  if (isCertainBorder(text.slice(Math.max(0, offset - 1), offset + 1))) return offset;
  const from = Math.max(0, offset - reach);
  const around = text.slice(from, Math.min(text.length, offset + reach));
  const start = certainStart(around, offset - from);
  const at = offset - from - start;
  for (const cluster of segments(around.slice(start), 'grapheme')) {
    if (cluster.start === at) return offset;
    if (cluster.end > at) return from + start + (side === 'before' ? cluster.start : cluster.end);
  }
  return offset;
}

/**
 * Whether between two units there is a border whatever stands around them: at the text's ends, and among ASCII, common
 * Chinese characters and their punctuation.
 */
function isCertainBorder(pair: string): boolean {
  return pair.length < 2 || (plain.test(pair) && pair !== '\r\n');
}

/** The last certain border before `offset`. */
function certainStart(text: string, offset: number): number {
  for (let at = offset - 1; at > 0; at--) if (isCertainBorder(text.slice(at - 1, at + 1))) return at;
  return 0;
}
