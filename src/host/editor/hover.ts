import * as vscode from 'vscode';
import { escapeMarkdown } from '../../core/text/escapeMarkdown';
import type { TopWords, WordWeight } from '../../protocol/inference';
import type { InferenceClient } from '../../protocol/inferenceClient';
import { sameChoice } from '../choices';
import { choiceName } from '../names';
import { queryOf } from '../query';
import type { Store } from '../state';
import { querySpan } from './passage';
import { rangeIn } from './ranges';

/** As many words as fit into a hover without scrolling. */
const wordsShown = 4;
const sharpestWordsShown = 2;
/** Blanks of a full bar. */
const barBlanks = 20;

/** Says on hover over an analysed word what it attends to; asks for rows that the worker holds and starts no run. */
export class AttentionHover implements vscode.HoverProvider {
  constructor(
    private readonly store: Store,
    private readonly client: InferenceClient,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const { analysis, choice, direction, hideSpecial } = this.store.state;
    if (analysis?.document !== document || analysis.stale) return undefined;
    const span = querySpan(document, new vscode.Range(position, position));
    const query = span && queryOf(span, analysis.tokens);
    if (!query) return undefined;
    const controller = new AbortController();
    token.onCancellationRequested(() => {
      controller.abort();
    });
    const question = { run: analysis.run.run, tokens: query.tokens, choice, direction, hideSpecial };
    const answer = await this.client.ask
      .topWords({ ...question, count: wordsShown }, { signal: controller.signal })
      // A run that is gone or a worker that is starting anew leaves nothing to say; commands report such things.
      .catch(() => undefined);
    if (!answer) return undefined;
    const range = rangeIn(document, query.span);
    const heading =
      direction === 'attendsTo' ? vscode.l10n.t('{0} attends to') : vscode.l10n.t('{0} is attended by');
    const open = link(vscode.l10n.t('Show Heatmap'), 'headlight.openPanel');
    const parts = [
      `${withWord(heading, document.getText(range))} · ${open}  \n${choiceName(answer.chosen.choice)}`,
      wordTable(answer.chosen, wordsShown),
    ];
    if (answer.sharpest && !sameChoice(answer.sharpest.choice, choice)) {
      const select = link(choiceName(answer.sharpest.choice), 'headlight.chooseHead', answer.sharpest.choice);
      parts.push(
        `${vscode.l10n.t('Sharpest head')}: ${select}`,
        wordTable(answer.sharpest, sharpestWordsShown),
      );
    }
    const text = new vscode.MarkdownString(parts.join('\n\n'), true);
    text.supportHtml = true;
    text.isTrusted = { enabledCommands: ['headlight.chooseHead', 'headlight.openPanel'] };
    return new vscode.Hover(text, range);
  }
}

/** The heading with the word in bold in the place of `{0}`. */
function withWord(heading: string, word: string): string {
  return heading.replace('{0}', () => `**${escapeMarkdown(word.trim())}**`);
}

/** A row for each word: a bar in the colour of the highlights, the weight, the word. */
function wordTable({ words }: TopWords, count: number): string {
  const largest = Math.max(...words.map((word) => word.weight), Number.MIN_VALUE);
  const row = ({ text, weight }: WordWeight): string =>
    `|${bar(weight / largest)}|${weight.toFixed(3)}|${escapeMarkdown(text.trim())}|`;
  return ['| | | |', '|:--|--:|:--|', ...words.slice(0, count).map(row)].join('\n');
}

/** Hovers keep no style but the colours of a span, so a bar is a coloured run of blanks. */
function bar(share: number): string {
  const blanks = '&nbsp;'.repeat(Math.max(1, Math.round(share * barBlanks)));
  return `<span style="background-color:var(--vscode-headlight-weight);">${blanks}</span>`;
}

function link(title: string, command: string, argument?: unknown): string {
  const query = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `[${title}](command:${command}${query})`;
}
