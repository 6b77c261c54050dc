import * as vscode from 'vscode';
import type { Store } from './state';

/** Keeps `headlight.hasRun`, which commands and keys are enabled by, in step with the state. */
export function followContextKey(store: Store): vscode.Disposable {
  let known = false;
  return store.onDidChange(({ analysis }) => {
    const hasRun = analysis !== undefined;
    if (hasRun === known) return;
    known = hasRun;
    void vscode.commands.executeCommand('setContext', 'headlight.hasRun', hasRun);
  });
}
