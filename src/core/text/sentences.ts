import { segments } from './segments';
import type { Span } from './span';

/**
 * The sentences of a text, in order, disjoint, without the white space around them; together they cover every visible
 * character. A line end closes a sentence unless the line was wrapped in the middle of prose; a line of code is one
 * sentence. O(length).
 */
export function sentences(text: string): Span[] {
  const found: Span[] = [];
  for (const block of blocks(text)) {
    const lines = text.slice(block.start, block.end);
    if (block.isCode) push(found, lines, 0, lines.length, block.start);
    else
      for (const { start, end } of segments(lines.replace(/[\r\n]/g, ' '), 'sentence'))
        push(found, lines, start, end, block.start);
  }
  return found;
}

function push(found: Span[], text: string, start: number, end: number, base: number): void {
  const trimmed = trim(text, { start, end });
  if (trimmed.end > trimmed.start) found.push({ start: base + trimmed.start, end: base + trimmed.end });
}

/** The span without the white space at its ends; empty, at its start, where there is nothing else. */
export function trim(text: string, span: Span): Span {
  const inside = text.slice(span.start, span.end);
  const start = span.start + (inside.length - inside.trimStart().length);
  return inside.trim() === ''
    ? { start: span.start, end: span.start }
    : { start, end: start + inside.trim().length };
}

interface Block extends Span {
  readonly isCode: boolean;
}

/** Lines, those of wrapped prose put together. */
function* blocks(text: string): Generator<Block, void, undefined> {
  let start = 0;
  let line = lineAt(text, 0);
  while (line.start < text.length) {
    const next = lineAt(text, line.next);
    const lineText = text.slice(line.start, line.end);
    const nextText = text.slice(next.start, next.end);
    if (line.next >= text.length || !isWrapped(lineText, nextText)) {
      yield { start, end: line.end, isCode: start === line.start && isCode(lineText) };
      start = line.next;
    }
    line = next;
  }
}

interface Line extends Span {
  /** Where the next line starts. */
  readonly next: number;
}

function lineAt(text: string, start: number): Line {
  const lineEnd = /\r\n|\n|\r/g;
  lineEnd.lastIndex = start;
  const match = lineEnd.exec(text);
  return match
    ? { start, end: match.index, next: match.index + match[0].length }
    : { start, end: text.length, next: text.length };
}

/** Whether a sentence goes on over the line end: a long line of prose, then a line that starts in lower case. */
function isWrapped(line: string, next: string): boolean {
  return (
    line.length >= 40 &&
    /^\s*\p{Ll}/u.test(next) &&
    !/[.!?…:;。！？：；]["'”’)\]]*\s*$/u.test(line) &&
    !isCode(line) &&
    !isCode(next)
  );
}

/** Whether a line is code: more than one in twelve visible characters is a symbol that prose does not use. */
function isCode(line: string): boolean {
  const visible = line.replace(/\s/g, '').length;
  const symbols = line.match(/[{}()[\];=<>|&*/\\#@$_+`~^%]/g)?.length ?? 0;
  return symbols * 12 > visible;
}
