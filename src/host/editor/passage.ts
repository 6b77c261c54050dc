import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import { looksBinary } from '../../core/text/looksBinary';
import { scopeSpan, type Scope } from '../../core/text/scope';
import { shift, type Span } from '../../core/text/span';
import { wordAt } from '../../core/text/words';
import { rangeIn, spanOf } from './ranges';
import { windowAround } from './window';

/** The caret's word, or the selected text without the blanks around it; `undefined` where there is neither. */
export function querySpan(document: vscode.TextDocument, selection: vscode.Range): Span | undefined {
  const selected = spanOf(document, selection);
  const { text, base } = windowAround(document, selected);
  if (selected.end > selected.start) {
    const inner = text.slice(selected.start - base, selected.end - base);
    const blank = inner.length - inner.trimStart().length;
    const trimmed = inner.trim();
    return trimmed === ''
      ? undefined
      : { start: selected.start + blank, end: selected.start + blank + trimmed.length };
  }
  const word = wordAt(text, selected.start - base);
  return word && shift(word, base);
}

/** The first word of a span. */
export function firstWord(document: vscode.TextDocument, { start }: Span): Span | undefined {
  const position = document.positionAt(start);
  return querySpan(document, new vscode.Range(position, position));
}

/** A text for the model, and where it lies in the document. */
export interface Passage {
  readonly text: string;
  readonly range: Span;
  /** Whether the scope holds more text than was read of it. */
  readonly cut: boolean;
}

/**
 * The passage of the given scope around the query.
 * @throws HeadlightError `text-binary`
 */
export function passageAround(document: vscode.TextDocument, query: Span, scope: Scope): Passage {
  const { text, base, goesOn } = windowAround(document, query);
  if (looksBinary(text)) throw new HeadlightError('text-binary');
  const span = scopeSpan(text, shift(query, -base), scope);
  const cut = span.cut || (span.start === 0 && base > 0) || (span.end === text.length && goesOn);
  return { text: text.slice(span.start, span.end), range: shift(span, base), cut };
}

/** The selected text as it stands. @throws HeadlightError `text-binary` */
export function passageOf(document: vscode.TextDocument, range: Span): Passage {
  const text = document.getText(rangeIn(document, range));
  if (looksBinary(text)) throw new HeadlightError('text-binary');
  return { text, range, cut: false };
}

/**
 * What stands before the caret, from where the scope of the last character before it begins.
 * @throws HeadlightError `text-none-before`, `text-binary`
 */
export function passageBefore(document: vscode.TextDocument, caret: number, scope: Scope): Passage {
  const { text, base } = windowAround(document, { start: caret, end: caret });
  const before = text.slice(0, caret - base).trimEnd();
  if (before === '') throw new HeadlightError('text-none-before');
  const last = base + before.length;
  const { range, cut } = passageAround(document, { start: last - 1, end: last }, scope);
  const whole = { start: range.start, end: caret };
  return { text: document.getText(rangeIn(document, whole)), range: whole, cut: cut && range.start > 0 };
}

/**
 * The query that the editor's caret or selection asks for.
 * @throws HeadlightError `text-empty`, `text-binary`, `text-no-word`
 */
export function queryIn(editor: vscode.TextEditor): Span {
  const { document, selection } = editor;
  const span = querySpan(document, selection);
  if (span) return span;
  const { text } = windowAround(document, spanOf(document, selection));
  if (text.trim() === '') throw new HeadlightError('text-empty');
  if (looksBinary(text)) throw new HeadlightError('text-binary');
  throw new HeadlightError('text-no-word');
}
