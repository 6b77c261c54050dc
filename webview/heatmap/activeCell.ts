/**
 * The matrix for assistive technology: a grid of which only the active cell is in the document, placed by
 * `aria-rowindex` and `aria-colindex` (WAI-ARIA 1.2, “grids with rows or columns that are not in the DOM”).
 */
import { formatWeight } from '../../src/core/analysis/formatWeight';
import { formatMessage } from '../../src/core/errorMessages';
import { element, setText } from '../components/element';
import { axesOf, markedTokens } from '../state/sides';
import type { PanelState } from '../state/state';
import { cellWeight } from './cellWeight';
import type { LabelledToken } from './picture';

export interface ActiveCell {
  readonly element: HTMLElement;
  update(
    grid: HTMLElement,
    state: PanelState,
    rows: readonly LabelledToken[],
    columns: readonly LabelledToken[],
  ): void;
}

export function createActiveCell(): ActiveCell {
  // Two cells take turns: a new id in aria-activedescendant is what makes a screen reader speak.
  const cells = [createCell('matrix-cell-a'), createCell('matrix-cell-b')] as const;
  let turn: 0 | 1 = 0;
  return {
    element: element('div', 'visually-hidden', cells[0].row, cells[1].row),
    update: (grid, state, rows, columns) => {
      const { snapshot, cursor } = state;
      if (!snapshot?.run) return;
      grid.setAttribute('aria-label', snapshot.strings.matrix);
      grid.setAttribute('aria-description', snapshot.strings.matrixHelp);
      grid.setAttribute('aria-rowcount', String(rows.length));
      grid.setAttribute('aria-colcount', String(columns.length));
      if (!cursor) {
        grid.removeAttribute('aria-activedescendant');
        return;
      }
      const weight = cellWeight(state, cursor);
      const text = formatMessage(snapshot.strings.cell, {
        query: rows[cursor.query]?.text ?? '',
        key: columns[cursor.key]?.text ?? '',
        weight: weight === undefined ? '…' : formatWeight(weight),
      });
      const place = `${cursor.query}/${cursor.key}`;
      if (cells[turn].row.dataset.place !== place) turn = turn === 0 ? 1 : 0;
      const { row, cell } = cells[turn];
      row.dataset.place = place;
      row.setAttribute('aria-rowindex', String(cursor.query + 1));
      cell.setAttribute('aria-colindex', String(cursor.key + 1));
      const { run, direction } = snapshot;
      const axes = axesOf(run, snapshot.choice.kind);
      const marked = axes ? markedTokens(run, axes, direction) : [];
      const along = direction === 'attendsTo' ? cursor.query : cursor.key;
      cell.setAttribute('aria-selected', String(marked.includes(along)));
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
