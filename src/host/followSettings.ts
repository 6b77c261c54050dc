import * as vscode from 'vscode';
import type { InferenceClient } from '../protocol/inferenceClient';
import type { Explainer } from './explainer';
import { readSettings } from './settings';

/** Takes a changed default over into what is shown now. */
export function followSettings(
  explainer: Explainer,
  client: InferenceClient,
  onError: (thrown: unknown) => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    const { choice, hideSpecialTokens } = readSettings();
    if (event.affectsConfiguration('headlight.layer') || event.affectsConfiguration('headlight.head')) {
      explainer.choose({ ...explainer.choice, ...choice }).catch(onError);
    }
    // A worker has one engine for its life.
    if (event.affectsConfiguration('headlight.engine')) client.restart();
    if (event.affectsConfiguration('headlight.hideSpecialTokens')) {
      explainer.setHideSpecial(hideSpecialTokens).catch(onError);
    }
  });
}
