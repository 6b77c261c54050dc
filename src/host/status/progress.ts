import * as vscode from 'vscode';
import type { State, Store } from '../state';

/** Work that is done sooner shows no notification. */
const patienceMs = 500;

/** Runs `work`; if it takes long, shows what is being done in a notification that can cancel it. */
export async function withProgress<T>(store: Store, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const done = work(controller.signal);
  const settled = done.then(
    () => true,
    () => true,
  );
  const slow = !(await Promise.race([settled, wait(patienceMs)]));
  if (slow) {
    const options = { location: vscode.ProgressLocation.Notification, title: 'Headlight', cancellable: true };
    await vscode.window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => {
        controller.abort();
      });
      const tell = (state: State): void => {
        progress.report({ message: stageName(state.busy) });
      };
      tell(store.state);
      const subscription = store.onDidChange(tell);
      await settled;
      subscription.dispose();
    });
  }
  return done;
}

export function stageName(stage: State['busy']): string {
  return stage === 'running' ? vscode.l10n.t('running the model') : vscode.l10n.t('loading the model');
}

function wait(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(false);
    }, ms);
  });
}
