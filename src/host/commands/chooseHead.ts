import * as vscode from 'vscode';
import type { EveryHeadAnswer, HeadChoice } from '../../protocol/inference';
import type { InferenceClient } from '../../protocol/inferenceClient';
import { isChoice, sameChoice } from '../choices';
import type { Explainer } from '../explainer';
import { choiceName } from '../names';
import type { Analysis, Store } from '../state';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: HeadChoice;
  readonly command?: string;
}

/**
 * *Choose Layer and Head*: a quick pick of the aggregates and of every head, each with the token that the present query
 * attends to most; with an argument (a hover's link) that choice at once.
 */
export async function chooseHead(
  given: unknown,
  store: Store,
  explainer: Explainer,
  client: InferenceClient,
): Promise<void> {
  if (isChoice(given)) {
    await explainer.choose(given);
    return;
  }
  const { analysis, choice, direction } = store.state;
  if (!analysis) return;
  const weights = client.ask.everyHead({ run: analysis.run.run, tokens: analysis.query.tokens, direction });
  const items = weights.then((answer) => [...modelItems(analysis), ...headItems(analysis, answer, choice)]);
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose a layer and a head'),
    placeHolder: choiceName(choice),
    matchOnDescription: true,
  });
  if (picked?.choice) await explainer.choose(picked.choice);
  else if (picked?.command !== undefined) await vscode.commands.executeCommand(picked.command);
}

function modelItems({ model }: Analysis): ChoiceItem[] {
  return [
    {
      label: `$(package) ${vscode.l10n.t('Choose Model…')}`,
      description: model.name,
      command: 'headlight.chooseModel',
    },
  ];
}

function headItems(analysis: Analysis, { weights }: EveryHeadAnswer, current: HeadChoice): ChoiceItem[] {
  const item = (choice: HeadChoice, description = ''): ChoiceItem => ({
    label: `${sameChoice(choice, current) ? '$(check) ' : ''}${choiceName(choice)}`,
    description,
    choice,
  });
  const separator = (label: string): ChoiceItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: ChoiceItem[] = [
    separator(vscode.l10n.t('Aggregates')),
    item({ layer: 'mean', head: 'mean' }),
    item({ layer: 'mean', head: 'max' }),
  ];
  analysis.run.blocks.forEach((block, index) => {
    items.push(separator(vscode.l10n.t('Layer {0}', block.layer)));
    items.push(item({ layer: block.layer, head: 'mean' }), item({ layer: block.layer, head: 'max' }));
    for (let head = 0; head < (block.heads ?? 0); head++) {
      const row = weights[index]?.subarray(
        head * analysis.tokens.length,
        (head + 1) * analysis.tokens.length,
      );
      items.push(item({ layer: block.layer, head }, row && strongest(row, analysis)));
    }
  });
  return items;
}

/** “→ animal 0.43”: the token of the text with the largest weight. */
function strongest(row: Float32Array, { run, tokens, text }: Analysis): string {
  let best = -1;
  row.forEach((weight, token) => {
    if (tokens[token] && weight > (row[best] ?? -1)) best = token;
  });
  const token = run.tokens[best];
  return token ? `→ ${text.slice(token.start, token.end).trim()} ${(row[best] ?? 0).toFixed(2)}` : '';
}
