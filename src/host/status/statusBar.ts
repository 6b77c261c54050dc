import * as vscode from 'vscode';
import { largeError } from '../../core/attention/largeError';
import type { ModelAnswer } from '../../protocol/models';
import type { Analysis } from '../analysis';
import { choiceName, shortChoiceName } from '../names';
import type { State, Store } from '../state';
import { stageName } from './progress';

/** Says model, layer and head of the present run, and whether it is masked, cut, stale or still under way. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('headlight.status', vscode.StatusBarAlignment.Right, 90);
  readonly #subscription: vscode.Disposable;

  constructor(store: Store) {
    this.#item.name = 'Headlight';
    this.#subscription = store.onDidChange((state) => {
      this.#show(state);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show({ analysis, choice, busy }: State): void {
    const item = this.#item;
    const stale = analysis?.stale === true && !busy;
    item.backgroundColor = stale ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.command = stale ? 'headlight.again' : 'headlight.chooseHead';
    if (busy) {
      item.text = `$(loading~spin) ${stageName(busy)}`;
      item.tooltip = 'Headlight';
    } else if (analysis) {
      const { blocks } = analysis.run;
      const parts = [
        `$(eye) ${analysis.model.name}`,
        shortChoiceName(choice, blocks),
        ...taskName(analysis),
        ...(analysis.cut ? [`$(warning) ${vscode.l10n.t('cut')}`] : []),
      ];
      item.text = stale ? `$(history) ${vscode.l10n.t('Attention is stale')}` : parts.join(' · ');
      item.tooltip = tooltip(analysis, choiceName(choice, blocks));
    } else {
      item.hide();
      return;
    }
    item.accessibilityInformation = { label: `Headlight: ${item.text.replaceAll(/\$\([^)]*\)\s*/g, '')}` };
    item.show();
  }
}

/** What the run is for, where it is not plain attention. */
function taskName({ task }: Analysis): string[] {
  if (task === 'mask') return [vscode.l10n.t('masked')];
  return task === 'next' ? [vscode.l10n.t('next token')] : [];
}

/** “Engine: native ONNX Runtime, 2 threads”. */
function engineName({ kind, threads }: ModelAnswer['engine']): string {
  const name = kind === 'native' ? vscode.l10n.t('native') : 'WebAssembly';
  return threads === 1
    ? vscode.l10n.t('Engine: ONNX Runtime, {0}, one thread', name)
    : vscode.l10n.t('Engine: ONNX Runtime, {0}, {1} threads', name, threads);
}

function selfCheckLine(error: number): string {
  const shown = error.toExponential(1);
  return error > largeError
    ? vscode.l10n.t(
        'Self-check: largest error {0}. The model computes with fewer digits than these rows: small differences between weights mean nothing.',
        shown,
      )
    : vscode.l10n.t('Self-check: largest error {0}', shown);
}

function tooltip(analysis: Analysis, choice: string): vscode.MarkdownString {
  const { run, model, task, cut, stale } = analysis;
  const lines = [
    `**Headlight** · ${choice}`,
    vscode.l10n.t('{0} tokens of at most {1}', run.tokens.length, model.maxTokens),
    engineName(model.engine),
    selfCheckLine(run.selfCheck.maxAbsError),
    ...(task === 'mask' ? [vscode.l10n.t('The model does not see the masked word.')] : []),
    ...(task === 'next' ? [vscode.l10n.t('The model has read the text up to the caret.')] : []),
    ...(cut ? [vscode.l10n.t('The text was cut to the model’s length, around the query.')] : []),
    ...(stale ? [vscode.l10n.t('The text has changed since the run: click to run it again.')] : []),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'), true);
}
