import { holds } from '../state/detail';
import type { LoadedTile, PanelState } from '../state/state';
import type { Cell } from './layout';
import { weightAt } from './pixels';

/** The weight at a cell as finely as it is loaded; undefined where there is no tile. */
export function cellWeight(
  { tile, detail }: Pick<PanelState, 'tile' | 'detail'>,
  { query, key }: Cell,
): number | undefined {
  const cell = { queries: { start: query, end: query + 1 }, keys: { start: key, end: key + 1 } };
  const finest: LoadedTile | undefined = detail && holds(detail.part, cell) ? detail : tile;
  return finest && weightAt(finest.answer, query - finest.part.queries.start, key - finest.part.keys.start);
}
