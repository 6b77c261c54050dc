import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import type { Explainer } from '../explainer';
import { withProgress } from '../status/progress';
import type { Store } from '../state';

/** *Explain Attention*: explains the active editor's caret word or selection. */
export async function explain(
  explainer: Explainer,
  store: Store,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const start = performance.now();
  const editor = vscode.window.activeTextEditor ?? lastEditorOf(store);
  if (!editor) throw new HeadlightError(isTextWithheld() ? 'text-withheld' : 'text-no-editor');
  await withProgress(store, (signal) => explainer.explain(editor, signal));
  const { analysis } = store.state;
  if (!analysis) return;
  const { run, model } = analysis;
  const took = (performance.now() - start).toFixed(0);
  log.info(`Explained ${run.tokens.length} tokens with ${model.name} in ${took} ms.`);
}

/** The visible editor of the analysed document: the panel may have the focus when the command comes from there. */
function lastEditorOf(store: Store): vscode.TextEditor | undefined {
  const { analysis } = store.state;
  return vscode.window.visibleTextEditors.find((editor) => editor.document === analysis?.document);
}

/** A text tab without an editor: VS Code hands binary files and those above 50 MB to no extension. */
function isTextWithheld(): boolean {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputText;
}
