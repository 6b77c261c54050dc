import type { Cell } from './layout';

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
}

/** The cell that a key moves to, as in a grid of the WAI-ARIA practices; undefined for keys that do not move. */
export function moveCell(
  from: Cell,
  press: KeyPress,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  page: number,
): Cell | undefined {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  const to = (query: number, key: number): Cell => ({
    query: Math.min(Math.max(query, 0), lastRow),
    key: Math.min(Math.max(key, 0), lastColumn),
  });
  switch (press.key) {
    case 'ArrowUp':
      return to(press.ctrl ? 0 : from.query - 1, from.key);
    case 'ArrowDown':
      return to(press.ctrl ? lastRow : from.query + 1, from.key);
    case 'ArrowLeft':
      return to(from.query, press.ctrl ? 0 : from.key - 1);
    case 'ArrowRight':
      return to(from.query, press.ctrl ? lastColumn : from.key + 1);
    case 'Home':
      return to(press.ctrl ? 0 : from.query, 0);
    case 'End':
      return to(press.ctrl ? lastRow : from.query, lastColumn);
    case 'PageUp':
      return to(from.query - page, from.key);
    case 'PageDown':
      return to(from.query + page, from.key);
    default:
      return undefined;
  }
}
