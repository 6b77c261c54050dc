import * as vscode from 'vscode';
import { errorMessages, formatMessage } from '../core/errorMessages';
import { describe, HeadlightError, toErrorShape } from '../core/errors';
import { panelStrings, type PanelString } from '../protocol/panelStrings';

/** The sentence for an error in the user's language. */
export function messageOf(thrown: unknown): string {
  const { code, params } = toErrorShape(thrown);
  return formatMessage(vscode.l10n.t(errorMessages[code]), params);
}

/** Whether the user, or newer work, called it off: nothing to report. */
export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof HeadlightError && thrown.code === 'cancelled';
}

/** Shows an error once, with the log at hand; the log gets everything. */
export function report(thrown: unknown, log: vscode.LogOutputChannel): void {
  if (isCancelled(thrown)) return;
  const message = messageOf(thrown);
  log.error(message, thrown instanceof HeadlightError ? describe(thrown.cause ?? '') : describe(thrown));
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage(message, showLog).then((chosen) => {
    if (chosen === showLog) log.show();
  });
}

/** The page's words in the user's language. */
export function panelWords(): Record<PanelString, string> {
  // SAFETY: the entries are those of panelStrings, each with its key.
  return Object.fromEntries(
    Object.entries(panelStrings).map(([key, english]) => [key, vscode.l10n.t(english)]),
  ) as Record<PanelString, string>;
}
