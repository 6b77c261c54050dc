/** Tells screen readers what is shown when it changes, in one line: query, layer, head, and the strongest tokens. */
import { formatMessage } from '../../src/core/errorMessages';
import type { PanelSnapshot } from '../../src/protocol/panel';
import { queryText } from '../row/queryText';
import { rankTokens } from '../row/ranking';
import type { PanelState } from '../state/state';
import { formatWeight } from '../text/format';
import { tokenText } from '../text/tokenText';
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
  const strongest = rankTokens(run.row, (token) => !(hideSpecial && run.tokens[token]?.special === true))
    .slice(0, namedTokens)
    .map(({ token, weight }) => `${tokenText(run.tokens[token]?.text ?? '')} ${formatWeight(weight)}`);
  return `${layer}, ${head}. ${title} ${strongest.join(', ')}`;
}
