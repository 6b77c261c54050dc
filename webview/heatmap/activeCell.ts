/**
 * The matrix for assistive technology: a grid of which only the active cell is in the document, placed by
 * `aria-rowindex` and `aria-colindex` (WAI-ARIA 1.2, “grids with rows or columns that are not in the DOM”).
 */
import { formatMessage } from '../../src/core/errorMessages';
import { element, setText } from '../components/element';
import type { PanelState } from '../state/state';
import { formatWeight } from '../text/format';
import type { LabelledToken } from './picture';
import { weightAt } from './pixels';

export interface ActiveCell {
  readonly element: HTMLElement;
  update(grid: HTMLElement, state: PanelState, tokens: readonly LabelledToken[]): void;
}

export function createActiveCell(): ActiveCell {
  // Two cells take turns: a new id in aria-activedescendant is what makes a screen reader speak.
  const cells = [createCell('matrix-cell-a'), createCell('matrix-cell-b')] as const;
  let turn: 0 | 1 = 0;
  return {
    element: element('div', 'visually-hidden', cells[0].row, cells[1].row),
    update: (grid, state, tokens) => {
      const { snapshot, cursor, tile } = state;
      if (!snapshot?.run) return;
      grid.setAttribute('aria-label', snapshot.strings.matrix);
      grid.setAttribute('aria-description', snapshot.strings.matrixHelp);
      grid.setAttribute('aria-rowcount', String(tokens.length));
      grid.setAttribute('aria-colcount', String(tokens.length));
      if (!cursor) {
        grid.removeAttribute('aria-activedescendant');
        return;
      }
      const text = formatMessage(snapshot.strings.cell, {
        query: tokens[cursor.query]?.text ?? '',
        key: tokens[cursor.key]?.text ?? '',
        weight: tile ? formatWeight(weightAt(tile.answer, cursor.query, cursor.key)) : '…',
      });
      const place = `${cursor.query}/${cursor.key}`;
      if (cells[turn].row.dataset.place !== place) turn = turn === 0 ? 1 : 0;
      const { row, cell } = cells[turn];
      row.dataset.place = place;
      row.setAttribute('aria-rowindex', String(cursor.query + 1));
      cell.setAttribute('aria-colindex', String(cursor.key + 1));
      cell.setAttribute('aria-selected', String(snapshot.run.query.includes(cursor.query)));
      setText(cell, text);
      grid.setAttribute('aria-activedescendant', cell.id);
    },
  };
}

function createCell(id: string): { readonly row: HTMLElement; readonly cell: HTMLElement } {
  const cell = element('div');
  cell.id = id;
  cell.setAttribute('role', 'gridcell');
  const row = element('div', '', cell);
  row.setAttribute('role', 'row');
  return { row, cell };
}
