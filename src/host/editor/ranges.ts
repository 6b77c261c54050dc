import * as vscode from 'vscode';
import type { Span } from '../../core/text/span';

/** A span of a document as the editor's range. */
export function rangeIn(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/** An editor's range as a span of its document. */
export function spanOf(document: vscode.TextDocument, range: vscode.Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** Whether a document holds a text at a place. */
export function holds(document: vscode.TextDocument, text: string, at: Span): boolean {
  return at.end - at.start === text.length && document.getText(rangeIn(document, at)) === text;
}
