import * as vscode from 'vscode';
import type { Explainer } from './explainer';
import { readSettings } from './settings';

/** Takes a changed default over into what is shown now. */
export function followSettings(explainer: Explainer, onError: (thrown: unknown) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    const { choice, hideSpecialTokens } = readSettings();
    if (event.affectsConfiguration('headlight.layer') || event.affectsConfiguration('headlight.head')) {
      explainer.choose({ ...explainer.choice, ...choice }).catch(onError);
    }
    if (event.affectsConfiguration('headlight.hideSpecialTokens')) {
      explainer.setHideSpecial(hideSpecialTokens).catch(onError);
    }
  });
}
