/** All that the page knows. Tensors live here only as long as the page does; nothing of them is saved. */
import type {
  BlockKind,
  Direction,
  HeadChoice,
  TileAnswer,
  TileQuestion,
} from '../../src/protocol/inference';
import type { PanelSnapshot } from '../../src/protocol/panel';
import type { Cell } from '../heatmap/layout';
import { largestWeight } from '../heatmap/pixels';
import {
  closedOverview,
  reduceOverview,
  type OverviewAction,
  type OverviewState,
} from '../overview/overviewState';
import { finerTile, holds, roundedPart, type MatrixPart } from './detail';
import { axesOf } from './sides';

/** A tile with the question that it answers. */
export interface LoadedTile {
  readonly key: string;
  readonly run: number;
  readonly kind: BlockKind;
  /** The tokens along its sides. */
  readonly part: MatrixPart;
  readonly answer: TileAnswer;
  /** The top of the colour scale. */
  readonly largest: number;
}

export interface PanelState {
  /** Undefined until the host has answered for the first time. */
  readonly snapshot: PanelSnapshot | undefined;
  /** Whether the row belongs to an older choice than the one shown: the host has not answered yet. */
  readonly rowPending: boolean;
  readonly tile: LoadedTile | undefined;
  readonly tileFailed: boolean;
  /** The part of the matrix that is in view, where the tile is pooled; grown a little. */
  readonly seen: MatrixPart | undefined;
  /** A finer tile of a part of the same matrix. */
  readonly detail: LoadedTile | undefined;
  /** Wanted size of a cell in CSS pixels; 0 shows the whole matrix. */
  readonly cellSize: number;
  /** The cell under the mouse. */
  readonly hovered: Cell | undefined;
  /** The cell that the keyboard has moved to. */
  readonly cursor: Cell | undefined;
  /** Whether the ranked list shows every token. */
  readonly showAll: boolean;
  readonly overview: OverviewState;
}

export type PanelAction =
  | { readonly type: 'snapshot'; readonly snapshot: PanelSnapshot }
  | { readonly type: 'tile'; readonly question: TileQuestion; readonly answer: TileAnswer }
  | { readonly type: 'tileFailed'; readonly question: TileQuestion }
  | { readonly type: 'see'; readonly part: MatrixPart }
  | { readonly type: 'detail'; readonly question: TileQuestion; readonly answer: TileAnswer }
  | { readonly type: 'choose'; readonly choice: HeadChoice }
  | { readonly type: 'setDirection'; readonly direction: Direction }
  | { readonly type: 'setHideSpecial'; readonly hide: boolean }
  | { readonly type: 'hover'; readonly cell: Cell | undefined }
  | { readonly type: 'cursor'; readonly cell: Cell | undefined }
  | { readonly type: 'zoom'; readonly cellSize: number }
  | { readonly type: 'showAll'; readonly showAll: boolean }
  | OverviewAction;

export function initialState(cellSize: number, overviewOpen = false): PanelState {
  return {
    snapshot: undefined,
    rowPending: false,
    tile: undefined,
    tileFailed: false,
    seen: undefined,
    detail: undefined,
    cellSize,
    hovered: undefined,
    cursor: undefined,
    showAll: false,
    overview: closedOverview(overviewOpen),
  };
}

export function reduce(state: PanelState, action: PanelAction): PanelState {
  switch (action.type) {
    case 'snapshot':
      return withSnapshot(state, action.snapshot);
    case 'tile':
      if (!isWanted(state, action.question)) return state;
      return {
        ...state,
        tile: loadedTile(action.question, action.answer, largestWeight(action.answer)),
        tileFailed: false,
        detail: undefined,
      };
    case 'tileFailed':
      return isWanted(state, action.question) ? { ...state, tile: undefined, tileFailed: true } : state;
    case 'see':
      return withSeen(state, action.part);
    case 'detail': {
      const wanted = wantedDetail(state);
      if (!state.tile || !wanted || partKey(wanted) !== partKey(action.question)) return state;
      // One scale of colours for the whole matrix.
      return { ...state, detail: loadedTile(action.question, action.answer, state.tile.largest) };
    }
    case 'choose':
      return withLocalChange(state, { choice: action.choice });
    case 'setDirection':
      return withLocalChange(state, { direction: action.direction });
    case 'setHideSpecial':
      return withLocalChange(state, { hideSpecial: action.hide });
    case 'hover':
      return sameCell(state.hovered, action.cell) ? state : { ...state, hovered: action.cell };
    case 'cursor':
      return sameCell(state.cursor, action.cell) ? state : { ...state, cursor: action.cell };
    case 'zoom':
      return state.cellSize === action.cellSize ? state : { ...state, cellSize: action.cellSize };
    case 'showAll':
      return { ...state, showAll: action.showAll };
    case 'overviewOpen':
    case 'overviewWish':
    case 'overviewLayer':
    case 'overviewFailed':
      return { ...state, overview: reduceOverview(state.overview, action, state.snapshot) };
  }
}

function withSnapshot(state: PanelState, snapshot: PanelSnapshot): PanelState {
  return { ...withSides(state, snapshot), rowPending: false };
}

/** What the user has just chosen shows at once; the host's next snapshot confirms or corrects it. */
function withLocalChange(
  state: PanelState,
  change: Partial<Pick<PanelSnapshot, 'choice' | 'direction' | 'hideSpecial'>>,
): PanelState {
  if (!state.snapshot) return state;
  return { ...withSides(state, { ...state.snapshot, ...change }), rowPending: true };
}

/** A tile of another head stays, dimmed, until its successor is there, as long as the tokens along its sides are the same. */
function withSides(state: PanelState, snapshot: PanelSnapshot): PanelState {
  const before = state.snapshot;
  const sameRun = snapshot.run !== undefined && before?.run?.run === snapshot.run.run;
  const sameSides = sameRun && before.choice.kind === snapshot.choice.kind;
  return sameSides
    ? { ...state, snapshot }
    : {
        ...state,
        snapshot,
        tile: undefined,
        tileFailed: false,
        seen: undefined,
        detail: undefined,
        hovered: undefined,
        cursor: undefined,
      };
}

/** Most cells along one side of a tile: a whole matrix of a common model, 1 MB. */
const largestTileSide = 512;

/** The question whose answer the page should show, or undefined where there is no matrix to draw. */
export function wantedTile(state: PanelState): TileQuestion | undefined {
  const { snapshot } = state;
  const run = snapshot?.run;
  const axes = run && axesOf(run, snapshot.choice.kind);
  if (!axes || axes.rows.length === 0 || axes.columns.length === 0) return undefined;
  return {
    run: run.run,
    choice: snapshot.choice,
    hideSpecial: snapshot.hideSpecial,
    queries: { start: 0, end: axes.rows.length },
    keys: { start: 0, end: axes.columns.length },
    maxSide: largestTileSide,
  };
}

function loadedTile(question: TileQuestion, answer: TileAnswer, largest: number): LoadedTile {
  const { run, choice, queries, keys } = question;
  return { key: tileKey(question), run, kind: choice.kind, part: { queries, keys }, answer, largest };
}

function withSeen(state: PanelState, part: MatrixPart): PanelState {
  const whole = wantedTile(state);
  if (!whole) return state;
  const seen = roundedPart(part, whole);
  const same = state.seen && holds(state.seen, seen) && holds(seen, state.seen);
  return same ? state : { ...state, seen };
}

/** The question for the part in view, where the tile of the whole matrix is pooled and a finer one can be had. */
export function wantedDetail(state: PanelState): TileQuestion | undefined {
  const { tile, seen } = state;
  const whole = wantedTile(state);
  if (!whole || !seen || tile?.key !== tileKey(whole)) return undefined;
  return finerTile(whole, tile.answer.pooledBy, seen);
}

/** Equal for questions with equal answers about the same part of the matrix. */
export function partKey(question: TileQuestion): string {
  const { queries, keys } = question;
  return `${tileKey(question)}/${queries.start}-${queries.end}/${keys.start}-${keys.end}`;
}

/** Equal for questions with equal answers about the whole matrix. */
export function tileKey({ run, choice, hideSpecial }: TileQuestion): string {
  return `${run}/${choice.kind}/${choice.layer}/${choice.head}/${hideSpecial ? 'hidden' : 'all'}`;
}

function isWanted(state: PanelState, question: TileQuestion): boolean {
  const wanted = wantedTile(state);
  return wanted !== undefined && tileKey(wanted) === tileKey(question);
}

function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.query === b?.query && a?.key === b?.key;
}
