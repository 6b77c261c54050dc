import * as vscode from 'vscode';
import type { Span } from '../../core/text/span';

/** Units read on each side of the query: far more than any model takes, and cheap in a document of any size. */
const reach = 100_000;

/** A stretch of a document's text and where it starts. */
export interface TextWindow {
  readonly text: string;
  readonly base: number;
  /** Whether the document goes on behind the text. */
  readonly goesOn: boolean;
}

/** The text around a span: all of a small document, {@link reach} units on each side in a large one. */
export function windowAround(document: vscode.TextDocument, span: Span): TextWindow {
  const start = document.positionAt(Math.max(0, span.start - reach));
  const end = document.positionAt(span.end + reach);
  const text = document.getText(new vscode.Range(start, end));
  const last = document.lineAt(document.lineCount - 1).range.end;
  return { text, base: document.offsetAt(start), goesOn: end.isBefore(last) };
}
