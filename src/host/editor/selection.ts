import * as vscode from 'vscode';
import { sideIn } from '../analysis';
import type { Explainer } from '../explainer';
import type { Store } from '../state';
import { querySpan } from './passage';

/**
 * Makes the caret's word, or the selection, the query while it is inside a text of the analysis: highlights and panel
 * follow the caret, in the translation too. Never starts a run.
 */
export function followSelection(
  store: Store,
  explainer: Explainer,
  onError: (thrown: unknown) => void,
): vscode.Disposable {
  return vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    const { analysis } = store.state;
    const side = analysis && sideIn(analysis, textEditor.document);
    const selection = selections[0];
    if (!side || analysis.stale || !selection) return;
    const span = querySpan(textEditor.document, selection);
    if (span) explainer.reselect(span, side).catch(onError);
  });
}
