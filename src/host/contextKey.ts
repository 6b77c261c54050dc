import * as vscode from 'vscode';
import type { State, Store } from './state';

/** The keys that commands and shortcuts are enabled by, and when each holds. */
const keys: Readonly<Record<string, (state: State) => boolean>> = {
  'headlight.hasRun': ({ analysis }) => analysis !== undefined,
  'headlight.hasTranslation': ({ analysis }) => analysis?.sides.target !== undefined,
};

/** Keeps the context keys in step with the state. */
export function followContextKey(store: Store): vscode.Disposable {
  const known = new Map<string, boolean>();
  return store.onDidChange((state) => {
    for (const [key, holds] of Object.entries(keys)) {
      const value = holds(state);
      if ((known.get(key) ?? false) === value) continue;
      known.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  });
}
