import type { Cell } from './layout';

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
}

/** The cell that a key moves to, as in a grid of the WAI-ARIA practices; undefined for keys that do not move. */
export function moveCell(from: Cell, press: KeyPress, length: number, page: number): Cell | undefined {
  const last = length - 1;
  const to = (query: number, key: number): Cell => ({
    query: Math.min(Math.max(query, 0), last),
    key: Math.min(Math.max(key, 0), last),
  });
  switch (press.key) {
    case 'ArrowUp':
      return to(press.ctrl ? 0 : from.query - 1, from.key);
    case 'ArrowDown':
      return to(press.ctrl ? last : from.query + 1, from.key);
    case 'ArrowLeft':
      return to(from.query, press.ctrl ? 0 : from.key - 1);
    case 'ArrowRight':
      return to(from.query, press.ctrl ? last : from.key + 1);
    case 'Home':
      return to(press.ctrl ? 0 : from.query, 0);
    case 'End':
      return to(press.ctrl ? last : from.query, last);
    case 'PageUp':
      return to(from.query - page, from.key);
    case 'PageDown':
      return to(from.query + page, from.key);
    default:
      return undefined;
  }
}
