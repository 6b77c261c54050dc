import * as vscode from 'vscode';
import { describe, HeadlightError, toErrorShape } from '../core/errors';
import type { RefusalReason } from '../core/refusalReasons';
import { errorSentence, reasonSentence } from '../core/sentences';
import { panelStrings, type PanelString } from '../protocol/panelStrings';

/** The sentence for an error in the user's language. */
export function messageOf(thrown: unknown): string {
  return errorSentence(toErrorShape(thrown), translate);
}

/** Why a block is not shown, in the user's language: part of a sentence. */
export function reasonOf(reason: RefusalReason): string {
  return reasonSentence(reason, translate);
}

function translate(english: string): string {
  return vscode.l10n.t(english);
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
  const remedy = remedyFor(thrown);
  const buttons = [...(remedy ? [remedy.label] : []), showLog];
  void vscode.window.showErrorMessage(message, ...buttons).then((chosen) => {
    if (chosen === showLog) log.show();
    else if (remedy && chosen === remedy.label) void vscode.commands.executeCommand(remedy.command);
  });
}

/** The command that mends what is wrong, where there is one. */
function remedyFor(thrown: unknown): { readonly label: string; readonly command: string } | undefined {
  switch (thrown instanceof HeadlightError ? thrown.code : undefined) {
    case 'tokenizer-missing':
    case 'tokenizer-sentencepiece':
    case 'tokenizer-unfit':
      return { label: vscode.l10n.t('Choose Tokenizer…'), command: 'headlight.chooseTokenizer' };
    case 'hub-token-needed':
    case 'hub-token-refused':
    case 'hub-gated':
    case 'hub-forbidden':
      return { label: vscode.l10n.t('Set Hub Token…'), command: 'headlight.setHubToken' };
    case 'model-not-downloaded':
      return { label: vscode.l10n.t('Download Model from Hub…'), command: 'headlight.downloadModel' };
    case 'model-untrusted':
      return { label: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' };
    default:
      return undefined;
  }
}

/** The page's words in the user's language. */
export function panelWords(): Record<PanelString, string> {
  // SAFETY: the entries are those of panelStrings, each with its key.
  return Object.fromEntries(
    Object.entries(panelStrings).map(([key, english]) => [key, vscode.l10n.t(english)]),
  ) as Record<PanelString, string>;
}
