import * as vscode from 'vscode';
import type { Store } from '../state';

/** The document that the choice of a model is for: the active one, or the one that is shown explained. */
export function activeDocument(store: Store): vscode.TextDocument | undefined {
  return vscode.window.activeTextEditor?.document ?? store.state.analysis?.document;
}
