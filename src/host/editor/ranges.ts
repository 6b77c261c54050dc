import * as vscode from 'vscode';
import { covering, shift, type Span } from '../../core/text/span';
import type { TokenAnswer } from '../../protocol/inference';

/** A span of a document as the editor's range. */
export function rangeIn(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/** An editor's range as a span of its document. */
export function spanOf(document: vscode.TextDocument, range: vscode.Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** The document span of each token of a run whose text starts at `base`; special tokens have none. */
export function tokenSpans(tokens: readonly TokenAnswer[], base: number): (Span | undefined)[] {
  return tokens.map((token) => (token.special || token.end <= token.start ? undefined : shift(token, base)));
}

/** The span that the given tokens cover together. */
export function tokensSpan(
  tokens: readonly number[],
  spans: readonly (Span | undefined)[],
): Span | undefined {
  return covering(tokens.flatMap((token) => spans[token] ?? []));
}
