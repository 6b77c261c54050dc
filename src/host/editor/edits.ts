import * as vscode from 'vscode';
import { moveSpan, stretchSpan, type Edit } from '../../core/text/edit';
import type { Analysis, Store } from '../state';
import { rangeIn, tokensSpan, tokenSpans } from './ranges';

/** Keeps the analysis in step with its document: spans move with edits, and a changed text makes it stale. */
export function followEdits(store: Store): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const { analysis } = store.state;
      if (analysis?.document !== document || contentChanges.length === 0) return;
      const moved = contentChanges
        .map((change) => ({
          offset: change.rangeOffset,
          removed: change.rangeLength,
          inserted: change.text.length,
        }))
        .reduce(moveAnalysis, analysis);
      store.update({ analysis: compareText(moved) });
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (store.state.analysis?.document === document) store.update({ analysis: undefined });
    }),
  );
}

function moveAnalysis(analysis: Analysis, edit: Edit): Analysis {
  return {
    ...analysis,
    range: stretchSpan(analysis.range, edit),
    tokens: analysis.tokens.map((span) => span && moveSpan(span, edit)),
    query: { ...analysis.query, span: stretchSpan(analysis.query.span, edit) },
  };
}

/** The analysis, stale where the document holds another text now, as new where an undo has brought the text back. */
export function compareText(analysis: Analysis): Analysis {
  const { document, range, text, run, query } = analysis;
  const unchanged =
    range.end - range.start === text.length && document.getText(rangeIn(document, range)) === text;
  if (!unchanged) return { ...analysis, stale: true };
  const tokens = tokenSpans(run.tokens, range.start);
  return {
    ...analysis,
    stale: false,
    tokens,
    query: { ...query, span: tokensSpan(query.tokens, tokens) ?? query.span },
  };
}
