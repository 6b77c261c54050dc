/** Tells screen readers what is shown when it changes, in one line: query, layer, head, and the strongest tokens. */
import { formatWeight } from '../../src/core/analysis/formatWeight';
import { formatShare } from '../../src/core/analysis/formatShare';
import { kindsOf, kindTitle } from '../../src/core/analysis/kinds';
import { formatMessage } from '../../src/core/errorMessages';
import type { HeadChoice } from '../../src/protocol/inference';
import type { PanelRun, PanelSnapshot } from '../../src/protocol/panel';
import { tokensOf } from '../state/sides';
import { queryText } from '../row/queryText';
import { rankTokens } from '../row/ranking';
import type { PanelState } from '../state/state';
import { tokenText } from '../../src/core/text/tokenText';
import { element, setText } from './element';

export interface Announcer {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}

const namedTokens = 3;

export function createAnnouncer(): Announcer {
  const line = element('p', 'visually-hidden');
  line.dataset.role = 'announcement';
  return {
    element: line,
    update: ({ snapshot, rowPending }) => {
      if (!snapshot || rowPending) return;
      // While one types in the editor, the page keeps up without speaking.
      line.setAttribute('aria-live', document.hasFocus() ? 'polite' : 'off');
      setText(line, announcement(snapshot));
    },
  };
}

/** The line that is read out. */
export function announcement({ run, choice, direction, hideSpecial, strings }: PanelSnapshot): string {
  if (!run) return '';
  const layer =
    choice.layer === 'mean'
      ? strings.meanOverLayers
      : formatMessage(strings.oneLayer, { layer: choice.layer });
  const head =
    choice.head === 'mean'
      ? strings.meanOverHeads
      : choice.head === 'max'
        ? strings.maxOverHeads
        : formatMessage(strings.oneHead, { head: choice.head });
  const title = formatMessage(direction === 'attendsTo' ? strings.rowTitle : strings.columnTitle, {
    token: queryText(run),
  });
  const tokens = tokensOf(run, run.rowSide);
  const strongest = rankTokens(run.row, (token) => !(hideSpecial && tokens[token]?.special === true))
    .slice(0, namedTokens)
    .map(({ token, weight }) => `${tokenText(tokens[token]?.text ?? '')} ${formatWeight(weight)}`);
  const [place] = run.predictions?.places ?? [];
  const guesses = place?.predictions
    .slice(0, namedTokens)
    .map(({ text, probability }) => `${tokenText(text)} ${formatShare(probability)}`);
  const predicted = guesses ? ` ${strings.predictions}: ${guesses.join(', ')}.` : '';
  return `${kindPart(run, choice, strings)}${layer}, ${head}. ${title} ${strongest.join(', ')}.${predicted}`;
}

/** “Cross, ” where the model has several kinds of attention. */
function kindPart({ layers }: PanelRun, { kind }: HeadChoice, strings: PanelSnapshot['strings']): string {
  const kinds = kindsOf(layers);
  const found = kinds.find((one) => one.kind === kind);
  return found && kinds.length > 1 ? `${strings[kindTitle(found, layers)]}, ` : '';
}
