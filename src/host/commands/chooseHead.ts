import * as vscode from 'vscode';
import { formatWeight } from '../../core/analysis/formatWeight';
import { isBetweenTexts, kindsOf, type Kind } from '../../core/analysis/kinds';
import { tokenText } from '../../core/text/tokenText';
import type { Direction, EveryHeadAnswer, HeadChoice } from '../../protocol/inference';
import type { InferenceClient } from '../../protocol/inferenceClient';
import type { Analysis, SideText } from '../analysis';
import { isChoice, lookFrom, sameChoice } from '../choices';
import type { Explainer } from '../explainer';
import { choiceName, kindName } from '../names';
import type { Store } from '../state';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: HeadChoice;
  readonly command?: string;
}

/** The query's weights in every head, for each direction that a kind of attention is looked at in. */
type Weights = Readonly<Partial<Record<Direction, EveryHeadAnswer>>>;

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
  const weights = everyHead(analysis, direction, client);
  const items = weights.then((answer) => [
    ...modelItems(analysis),
    ...kindsFirst(choice, analysis).flatMap((kind) => kindItems(kind, analysis, answer, choice, direction)),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose a layer and a head'),
    placeHolder: choiceName(choice, analysis.run.blocks),
    matchOnDescription: true,
  });
  if (picked?.choice) await explainer.choose(picked.choice);
  else if (picked?.command !== undefined) await vscode.commands.executeCommand(picked.command);
}

async function everyHead(
  { run, query }: Analysis,
  wish: Direction,
  client: InferenceClient,
): Promise<Weights> {
  const ask = (direction: Direction): Promise<EveryHeadAnswer> =>
    client.ask.everyHead({ run: run.run, side: query.side, tokens: query.tokens, direction });
  const looks = kindsOf(run.blocks).map((kind) => directionOf(kind, query.side, wish));
  const answers = [...new Set(looks)].map(async (direction) => [direction, await ask(direction)] as const);
  return Object.fromEntries(await Promise.all(answers));
}

/** The direction in which the blocks of a kind are looked at from a text. */
function directionOf(kind: Kind, side: Kind['queries'], wish: Direction): Direction {
  if (!isBetweenTexts(kind)) return wish;
  return kind.queries === side ? 'attendsTo' : 'attendedBy';
}

/** The kinds of attention, the chosen one first. */
function kindsFirst({ kind }: HeadChoice, { run }: Analysis): readonly Kind[] {
  const kinds = kindsOf(run.blocks);
  return [...kinds.filter((one) => one.kind === kind), ...kinds.filter((one) => one.kind !== kind)];
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

function kindItems(
  kind: Kind,
  { run, sides, query }: Analysis,
  weights: Weights,
  current: HeadChoice,
  wish: Direction,
): ChoiceItem[] {
  const { blocks } = run;
  const look = lookFrom(query.side, { kind: kind.kind, layer: 'mean', head: 'mean' }, wish, blocks);
  const reads = look?.choice.kind === kind.kind;
  const seen = reads ? sides[look.seen] : undefined;
  const answer = reads ? weights[look.direction] : undefined;
  const title = (label: string): ChoiceItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const item = (layer: HeadChoice['layer'], head: HeadChoice['head'], description = ''): ChoiceItem => {
    const choice = { kind: kind.kind, layer, head };
    const check = sameChoice(choice, current) ? '$(check) ' : '';
    return { label: `${check}${choiceName(choice, blocks)}`, description, choice };
  };
  const several = kindsOf(blocks).length > 1 ? `${kindName(kind, blocks)} · ` : '';
  const items = [
    title(`${several}${vscode.l10n.t('Aggregates')}`),
    item('mean', 'mean'),
    item('mean', 'max'),
  ];
  blocks.forEach((block, index) => {
    if (block.kind !== kind.kind) return;
    items.push(title(`${several}${vscode.l10n.t('Layer {0}', block.layer)}`));
    items.push(item(block.layer, 'mean'), item(block.layer, 'max'));
    const rows = answer?.weights[index] ?? new Float32Array();
    const heads = block.heads ?? 0;
    const length = rows.length / Math.max(heads, 1);
    for (let head = 0; head < heads; head++) {
      const row = rows.subarray(head * length, (head + 1) * length);
      items.push(item(block.layer, head, seen && strongest(row, seen, look?.direction)));
    }
  });
  return items;
}

/** “→ animal 0.430”: the token of the text with the largest weight. */
function strongest(
  row: Float32Array,
  { text, tokens, spans }: SideText,
  direction: Direction | undefined,
): string {
  let best = -1;
  row.forEach((weight, token) => {
    if (spans[token] && weight > (row[best] ?? -1)) best = token;
  });
  const token = tokens[best];
  return token
    ? `${direction === 'attendedBy' ? '←' : '→'} ${tokenText(text.slice(token.start, token.end).trim())} ${formatWeight(row[best] ?? 0)}`
    : '';
}
