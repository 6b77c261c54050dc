import * as vscode from 'vscode';
import { bar } from '../../core/text/bar';
import type { TopWords, WordWeight } from '../../protocol/inference';
import type { InferenceClient } from '../../protocol/inferenceClient';
import { sameChoice } from '../choices';
import { choiceName } from '../names';
import { queryOf } from '../query';
import type { Store } from '../state';
import { querySpan } from './passage';
import { rangeIn } from './ranges';

const wordsShown = 6;
const barCells = 10;

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
    const text = new vscode.MarkdownString(undefined, true);
    text.isTrusted = { enabledCommands: ['headlight.chooseHead', 'headlight.openPanel'] };
    const heading =
      direction === 'attendsTo' ? vscode.l10n.t('{0} attends to') : vscode.l10n.t('{0} is attended by');
    appendHeading(text, heading, document.getText(range));
    text.appendMarkdown(`\n\n${choiceName(answer.chosen.choice)}`);
    appendWords(text, answer.chosen);
    if (answer.sharpest && !sameChoice(answer.sharpest.choice, choice)) {
      const select = link(choiceName(answer.sharpest.choice), 'headlight.chooseHead', answer.sharpest.choice);
      text.appendMarkdown(`\n\n${vscode.l10n.t('Sharpest head')}: ${select}`);
      appendWords(text, answer.sharpest);
    }
    text.appendMarkdown(`\n\n${link(`$(table) ${vscode.l10n.t('Show Heatmap')}`, 'headlight.openPanel')}`);
    return new vscode.Hover(text, range);
  }
}

/** The heading with the word in bold in the place of `{0}`; the word is hostile text and is escaped. */
function appendHeading(text: vscode.MarkdownString, heading: string, word: string): void {
  const [before = '', after = ''] = heading.split('{0}');
  text.appendText(before).appendMarkdown('**').appendText(word.trim()).appendMarkdown('**').appendText(after);
}

/** A line for each word: bar, weight, word. The word comes last since a Chinese character is two cells wide. */
function appendWords(text: vscode.MarkdownString, top: TopWords): void {
  const largest = Math.max(...top.words.map((word) => word.weight), Number.MIN_VALUE);
  const line = ({ text: word, weight }: WordWeight): string =>
    `${bar(weight / largest, barCells)} ${weight.toFixed(3)}  ${word.replace(/\s+/g, ' ')}`;
  text.appendCodeblock(top.words.map(line).join('\n'), 'plaintext');
}

function link(title: string, command: string, argument?: unknown): string {
  const query = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `[${title}](command:${command}${query})`;
}
