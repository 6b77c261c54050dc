import * as vscode from 'vscode';
import { readSettings } from '../settings';
import type { Explainer } from '../explainer';
import type { Store } from '../state';

/** Rest after the last change before the text is run again: long enough for a word to be typed through. */
const restMs = 350;

/** With `headlight.live`, explains again what edits have made stale; each change calls the older run off. */
export class Live implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, explainer: Explainer, onError: (thrown: unknown) => void) {
    this.#subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (store.state.analysis?.document !== document || contentChanges.length === 0) return;
      if (!readSettings(document).live) return;
      explainer.cancel();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        explainer.again().catch(onError);
      }, restMs);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }
}
