import * as vscode from 'vscode';

type Report = (step: { message?: string; increment?: number }) => void;

/** Runs `work` with a notification that shows its progress and can cancel it. */
export async function cancellable<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      controller.abort();
    });
    try {
      return await work(controller.signal, (step) => {
        progress.report(step);
      });
    } finally {
      subscription.dispose();
    }
  });
}
