import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import type { Task } from '../analysis';
import type { Explainer } from '../explainer';
import { withProgress } from '../status/progress';
import type { Store } from '../state';

type Run = (editor: vscode.TextEditor, signal: AbortSignal) => Promise<void>;

/** The commands that run a model on the active editor's text. */
export interface RunCommands {
  /** *Explain Attention*: explains the caret's word or the selection. */
  explain(): Promise<void>;
  /** *Mask This Word*: asks what the model puts in the place of the caret's word. */
  maskWord(): Promise<void>;
  /** *Predict Next Token*: asks what the model expects at the caret. */
  predictNext(): Promise<void>;
  /** *Translate Sentence*: shows the translation beside, and how its words look at those of the source. */
  translate(): Promise<void>;
}

export function runCommands(explainer: Explainer, store: Store, log: vscode.LogOutputChannel): RunCommands {
  const run = (task: Task): Promise<void> =>
    onEditor(store, log, (editor, signal) => explainer.start(task, editor, signal));
  return {
    explain: () => run('explain'),
    maskWord: async () => {
      await run('mask');
      await showHover(store);
    },
    predictNext: async () => {
      await run('next');
      await showHover(store);
    },
    translate: () => run('translate'),
  };
}

/** Runs a command on the active editor, with progress and a line in the log. */
async function onEditor(store: Store, log: vscode.LogOutputChannel, work: Run): Promise<void> {
  const start = performance.now();
  const editor = vscode.window.activeTextEditor ?? lastEditorOf(store);
  if (!editor) throw new HeadlightError(isTextWithheld() ? 'text-withheld' : 'text-no-editor');
  await withProgress(store, (signal) => work(editor, signal));
  const { analysis } = store.state;
  if (!analysis) return;
  const took = (performance.now() - start).toFixed(0);
  log.info(
    `${analysis.task}: ${analysis.run.tokens.length} tokens with ${analysis.model.name} in ${took} ms.`,
  );
}

/**
 * Shows the predictions where one looks: in the hover at the caret, which goes away with Escape or with the next key and
 * takes neither the focus nor changes the text. Without an editor in focus the panel has them.
 */
async function showHover(store: Store): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor && editor.document === store.state.analysis?.document) {
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
  }
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
