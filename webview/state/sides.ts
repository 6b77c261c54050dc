/** Which texts lie along the matrix, and which token of which text is meant. */
import { isBetweenTexts, kindsOf } from '../../src/core/analysis/kinds';
import type { BlockKind, Direction, Side } from '../../src/protocol/inference';
import type { PanelRun, PanelSnapshot, PanelToken } from '../../src/protocol/panel';

/** The texts along the matrix of one kind of attention: its rows are queries, its columns keys. */
export interface Axes {
  readonly queries: Side;
  readonly keys: Side;
  readonly rows: readonly PanelToken[];
  readonly columns: readonly PanelToken[];
}

export function tokensOf(run: PanelRun, side: Side): readonly PanelToken[] {
  return side === 'source' ? run.tokens : (run.target?.tokens ?? []);
}

/** Undefined where the model has no such attention. */
export function axesOf(run: PanelRun, kind: BlockKind): Axes | undefined {
  const found = kindsOf(run.layers).find((one) => one.kind === kind);
  if (!found) return undefined;
  const { queries, keys } = found;
  return { queries, keys, rows: tokensOf(run, queries), columns: tokensOf(run, keys) };
}

/** The query's tokens where they lie along the marked side of the matrix: among its rows, or its columns. */
export function markedTokens(run: PanelRun, axes: Axes, direction: Direction): readonly number[] {
  return run.querySide === (direction === 'attendsTo' ? axes.queries : axes.keys) ? run.query : [];
}

export interface SideToken {
  readonly side: Side;
  readonly token: number;
}

/**
 * The token that choosing a cell makes the query: its row's, or its column's where columns are what is looked at. Between
 * two texts it is always the row's: each label along the top chooses a column.
 */
export function chosenToken(
  cell: { readonly query: number; readonly key: number },
  { run, choice, direction }: PanelSnapshot,
): SideToken | undefined {
  const axes = run && axesOf(run, choice.kind);
  if (!axes) return undefined;
  const isRow = direction === 'attendsTo' || isBetweenTexts({ kind: choice.kind, ...axes });
  return isRow ? { side: axes.queries, token: cell.query } : { side: axes.keys, token: cell.key };
}
