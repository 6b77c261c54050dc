import * as vscode from 'vscode';
import type { Explainer } from '../explainer';
import type { Store } from '../state';
import { querySpan } from './passage';

/**
 * Makes the caret's word, or the selection, the query while it is inside the analysed text: highlights and panel
 * follow the caret. Never starts a run.
 */
export function followSelection(
  store: Store,
  explainer: Explainer,
  onError: (thrown: unknown) => void,
): vscode.Disposable {
  return vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    const { analysis } = store.state;
    const selection = selections[0];
    if (analysis?.document !== textEditor.document || analysis.stale || !selection) return;
    const span = querySpan(textEditor.document, selection);
    if (span) explainer.reselect(span).catch(onError);
  });
}
