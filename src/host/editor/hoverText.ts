import * as vscode from 'vscode';
import { formatWeight } from '../../core/analysis/formatWeight';
import type { Kind } from '../../core/analysis/kinds';
import { escapeMarkdown } from '../../core/text/escapeMarkdown';
import { wordText } from '../../core/text/tokenText';
import type { TopWords, TopWordsAnswer, WordWeight } from '../../protocol/inference';
import { sameChoice, type Look } from '../choices';
import { choiceName } from '../names';

/** As many words as fit into a hover without scrolling. */
export const wordsShown = 4;
const sharpestWordsShown = 2;
/** Blanks of a full bar. */
const barBlanks = 20;

/** What a word attends to, or is attended by, under the chosen head and under the sharpest one, as Markdown. */
export function attentionParts(
  word: string,
  { chosen, sharpest }: TopWordsAnswer,
  { choice, direction }: Look,
  blocks: readonly Kind[],
): string[] {
  const heading =
    direction === 'attendsTo' ? vscode.l10n.t('{0} attends to') : vscode.l10n.t('{0} is attended by');
  const open = link(vscode.l10n.t('Show Heatmap'), 'headlight.openPanel');
  const parts = [
    `${withWord(heading, word)} · ${open}  \n${choiceName(chosen.choice, blocks)}`,
    wordTable(chosen, wordsShown),
  ];
  if (sharpest && !sameChoice(sharpest.choice, choice)) {
    const select = link(choiceName(sharpest.choice, blocks), 'headlight.chooseHead', sharpest.choice);
    parts.push(`${vscode.l10n.t('Sharpest head')}: ${select}`, wordTable(sharpest, sharpestWordsShown));
  }
  return parts;
}

/** The heading with the word in bold in the place of `{0}`. */
export function withWord(heading: string, word: string): string {
  return heading.replace('{0}', () => `**${escapeMarkdown(wordText(word))}**`);
}

function wordTable({ words }: TopWords, count: number): string {
  const largest = Math.max(...words.map((word) => word.weight), Number.MIN_VALUE);
  return barTable(
    words.slice(0, count).map(({ text, weight }: WordWeight) => ({
      share: weight / largest,
      figure: formatWeight(weight),
      text: wordText(text),
    })),
  );
}

/** A row for each entry: a bar in the colour of the highlights, the figure, the text. */
export function barTable(
  rows: readonly { readonly share: number; readonly figure: string; readonly text: string }[],
): string {
  const lines = rows.map(
    ({ share, figure, text }) => `|${bar(share)}|${escapeMarkdown(figure)}|${escapeMarkdown(text)}|`,
  );
  return ['| | | |', '|:--|--:|:--|', ...lines].join('\n');
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
