import type { PanelState } from '../state/state';
import type { Cell } from './layout';

/** The cell that is pointed at: by the mouse, else by the keyboard. */
export function pointedCell(state: PanelState): Cell | undefined {
  return state.hovered ?? state.cursor;
}

/** Where the keyboard starts: at the query and the token with its largest weight. */
export function firstCell(state: PanelState): Cell {
  const { snapshot } = state;
  const query = snapshot?.run?.query[0] ?? 0;
  const row = snapshot?.run?.row;
  let strongest = 0;
  row?.forEach((weight, token) => {
    if (weight > (row[strongest] ?? 0)) strongest = token;
  });
  return snapshot?.direction === 'attendedBy' ? { query: strongest, key: query } : { query, key: strongest };
}
