/** The query's row as a ranked list, which is also the matrix in words: each token with its weight. */
import { formatWeight } from '../../src/core/analysis/formatWeight';
import { formatMessage } from '../../src/core/errorMessages';
import { element, setText } from '../components/element';
import { createLink } from '../controls/link';
import type { PanelActions } from '../state/hostLink';
import { tokensOf } from '../state/sides';
import type { PanelAction, PanelState } from '../state/state';
import type { Store } from '../state/store';
import { tokenText } from '../../src/core/text/tokenText';
import { queryText } from './queryText';
import { rankTokens, type RankedToken } from './ranking';

export interface RowTable {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}

/** How many tokens are seen before one asks for all. */
const shortLength = 10;
/** Up to this many, screen readers find every token at once; a longer table on each move of the caret would be slow. */
const readLength = 128;

interface Line {
  readonly row: HTMLTableRowElement;
  readonly token: HTMLElement;
  readonly fill: HTMLElement;
  readonly weight: HTMLElement;
}

export function createRowTable(store: Store<PanelState, PanelAction>, actions: PanelActions): RowTable {
  const caption = element('caption', 'visually-hidden');
  const [tokenHead, weightHead] = [element('th'), element('th')];
  for (const head of [tokenHead, weightHead]) head.scope = 'col';
  const body = element('tbody');
  const head = element('thead', 'visually-hidden', element('tr', '', tokenHead, weightHead));
  const columns = element('colgroup', '', element('col'), element('col', 'weights'));
  const table = element('table', 'bar-table row-table', caption, columns, head, body);
  table.dataset.role = 'row';
  const title = element('h2', 'row-title');
  title.setAttribute('aria-hidden', 'true');
  const mean = element('p', 'hint');
  const more = createLink('showAll', () => {
    store.dispatch({ type: 'showAll', showAll: !store.state.showAll });
  });
  const section = element('section', 'row', title, mean, table, more.element);
  const lines: Line[] = [];
  let count = 0;
  let shown: Pick<PanelState, 'snapshot' | 'showAll'> | undefined;

  const tokenOf = (event: Event): number | undefined => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    const token = row?.dataset.token;
    return token === undefined ? undefined : Number(token);
  };
  body.addEventListener('click', (event) => {
    const token = tokenOf(event);
    const side = store.state.snapshot?.run?.rowSide;
    if (token !== undefined && side) actions.selectToken({ side, token });
  });
  body.addEventListener('pointerover', (event) => {
    const { snapshot } = store.state;
    const query = snapshot?.run?.query[0];
    const token = tokenOf(event);
    if (query === undefined || token === undefined) return;
    const cell = snapshot?.direction === 'attendedBy' ? { query: token, key: query } : { query, key: token };
    store.dispatch({ type: 'hover', cell });
  });
  body.addEventListener('pointerleave', () => {
    store.dispatch({ type: 'hover', cell: undefined });
  });

  function fillLine(line: Line, { token, weight }: RankedToken, largest: number, state: PanelState): void {
    const run = state.snapshot?.run;
    const known = run && tokensOf(run, run.rowSide)[token];
    line.row.dataset.token = String(token);
    setText(line.token, tokenText(known?.text ?? ''));
    line.token.classList.toggle('special', known?.special === true);
    line.fill.style.width = `${largest > 0 ? (100 * weight) / largest : 0}%`;
    setText(line.weight, formatWeight(weight));
  }

  function fillTable(state: PanelState): void {
    const { snapshot } = state;
    const run = snapshot?.run;
    if (!snapshot || !run) return;
    const tokens = tokensOf(run, run.rowSide);
    const ranked = rankTokens(run.row, (token) => !(snapshot.hideSpecial && tokens[token]?.special === true));
    const listed = state.showAll || ranked.length <= readLength ? ranked : ranked.slice(0, shortLength);
    while (lines.length < listed.length) {
      const line = createLine();
      lines.push(line);
      body.append(line.row);
    }
    for (const line of lines.splice(listed.length)) line.row.remove();
    listed.forEach((one, at) => {
      const line = lines[at];
      if (line) fillLine(line, one, ranked[0]?.weight ?? 0, state);
    });
    count = ranked.length;
    // The table's own head is a row as well.
    table.setAttribute('aria-rowcount', String(count + 1));
  }

  return {
    element: section,
    update: (state) => {
      const { snapshot } = state;
      const run = snapshot?.run;
      if (!snapshot || !run) return;
      const { strings, direction } = snapshot;
      if (shown?.snapshot !== snapshot || shown.showAll !== state.showAll) {
        shown = { snapshot, showAll: state.showAll };
        const name = direction === 'attendsTo' ? strings.rowTitle : strings.columnTitle;
        setText(title, formatMessage(name, { token: queryText(run) }));
        mean.hidden = run.query.length < 2;
        setText(mean, formatMessage(strings.meanOfTokens, { count: run.query.length }));
        setText(caption, title.textContent);
        setText(tokenHead, direction === 'attendsTo' ? strings.key : strings.query);
        setText(weightHead, strings.weight);
        fillTable(state);
      }
      table.classList.toggle('short', !state.showAll);
      section.setAttribute('aria-busy', String(state.rowPending));
      more.element.hidden = count <= shortLength;
      more.setText(state.showAll ? strings.showFewer : formatMessage(strings.showAll, { count }));
      const { hovered } = state;
      const pointed = hovered && (direction === 'attendsTo' ? hovered.key : hovered.query);
      for (const line of lines)
        line.row.classList.toggle(
          'pointed',
          pointed !== undefined && line.row.dataset.token === String(pointed),
        );
    },
  };
}

function createLine(): Line {
  const token = element('bdi', 'token');
  const fill = element('span', 'fill');
  const bar = element('span', 'track', fill);
  bar.setAttribute('aria-hidden', 'true');
  const weight = element('td', 'weight');
  const row = element('tr', '', element('td', 'name', bar, token), weight);
  return { row, token, fill, weight };
}
