import * as vscode from 'vscode';
import { formatShare } from '../../core/analysis/formatShare';
import { formatMessage } from '../../core/errorMessages';
import { escapeMarkdown } from '../../core/text/escapeMarkdown';
import { tokenText } from '../../core/text/tokenText';
import type { PredictAnswer } from '../../protocol/inference';
import type { Analysis, Query } from '../analysis';
import { barTable, withWord } from './hoverText';

type Place = PredictAnswer['places'][number];

/** Predictions of one place, and of each of several, that fit into a hover beside the attention. */
const predictionsShown = 5;
const severalShown = 3;
/** Places of a long masked word that are listed; the panel has all. */
const placesShown = 3;

/** What the model puts into the masked places of a query, or after it, as Markdown; nothing where that was not asked. */
export function predictionParts({ task, predictions, sides, model }: Analysis, query: Query): string[] {
  const places = predictions.filter(({ token }) => query.tokens.includes(token));
  if (query.side !== 'source' || places.length === 0) return [];
  const { source } = sides;
  const textOf = (token: number): string =>
    source.text.slice(source.tokens[token]?.start, source.tokens[token]?.end);
  const count = places.length > 1 ? severalShown : predictionsShown;
  const parts = places.slice(0, placesShown).flatMap((place) => {
    const heading = task === 'mask' ? vscode.l10n.t('In place of {0}') : vscode.l10n.t('Expected after {0}');
    const original = place.original && originalLine(place.original);
    return [
      `${withWord(heading, tokenText(textOf(place.token)))} · ${escapeMarkdown(model.name)}`,
      predictionTable(place, count),
      ...(original === undefined ? [] : [original]),
    ];
  });
  return [...parts, '---'];
}

function predictionTable({ predictions }: Place, count: number): string {
  const largest = predictions[0]?.probability ?? 1;
  return barTable(
    predictions.slice(0, count).map(({ text, probability }) => ({
      share: probability / largest,
      figure: formatShare(probability),
      text: tokenText(text),
    })),
  );
}

/** “In the text: cat (rank 3, 8.1%)”. */
function originalLine({ text, rank, probability }: NonNullable<Place['original']>): string {
  return formatMessage(vscode.l10n.t('In the text: {0} (rank {1}, {2})'), {
    0: `**${escapeMarkdown(tokenText(text))}**`,
    1: rank,
    2: escapeMarkdown(formatShare(probability)),
  });
}
