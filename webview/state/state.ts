/** All that the page knows. Tensors live here only as long as the page does; nothing of them is saved. */
import type { Direction, HeadChoice, TileAnswer, TileQuestion } from '../../src/protocol/inference';
import type { PanelSnapshot } from '../../src/protocol/panel';
import type { Cell } from '../heatmap/layout';
import { largestWeight } from '../heatmap/pixels';

/** A tile with the question that it answers. */
export interface LoadedTile {
  readonly key: string;
  readonly run: number;
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
  /** Wanted size of a cell in CSS pixels; 0 shows the whole matrix. */
  readonly cellSize: number;
  /** The cell under the mouse. */
  readonly hovered: Cell | undefined;
  /** The cell that the keyboard has moved to. */
  readonly cursor: Cell | undefined;
  /** Whether the ranked list shows every token. */
  readonly showAll: boolean;
}

export type PanelAction =
  | { readonly type: 'snapshot'; readonly snapshot: PanelSnapshot }
  | { readonly type: 'tile'; readonly question: TileQuestion; readonly answer: TileAnswer }
  | { readonly type: 'tileFailed'; readonly question: TileQuestion }
  | { readonly type: 'choose'; readonly choice: HeadChoice }
  | { readonly type: 'setDirection'; readonly direction: Direction }
  | { readonly type: 'setHideSpecial'; readonly hide: boolean }
  | { readonly type: 'hover'; readonly cell: Cell | undefined }
  | { readonly type: 'cursor'; readonly cell: Cell | undefined }
  | { readonly type: 'zoom'; readonly cellSize: number }
  | { readonly type: 'showAll'; readonly showAll: boolean };

export function initialState(cellSize: number): PanelState {
  return {
    snapshot: undefined,
    rowPending: false,
    tile: undefined,
    tileFailed: false,
    cellSize,
    hovered: undefined,
    cursor: undefined,
    showAll: false,
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
        tile: {
          key: tileKey(action.question),
          run: action.question.run,
          answer: action.answer,
          largest: largestWeight(action.answer),
        },
        tileFailed: false,
      };
    case 'tileFailed':
      return isWanted(state, action.question) ? { ...state, tile: undefined, tileFailed: true } : state;
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
  }
}

function withSnapshot(state: PanelState, snapshot: PanelSnapshot): PanelState {
  const sameRun = snapshot.run !== undefined && state.snapshot?.run?.run === snapshot.run.run;
  const next: PanelState = { ...state, snapshot, rowPending: false };
  // A tile of another head stays, dimmed, until its successor is there; the tokens along its sides are the same.
  return sameRun
    ? next
    : { ...next, tile: undefined, tileFailed: false, hovered: undefined, cursor: undefined };
}

/** What the user has just chosen shows at once; the host's next snapshot confirms or corrects it. */
function withLocalChange(
  state: PanelState,
  change: Partial<Pick<PanelSnapshot, 'choice' | 'direction' | 'hideSpecial'>>,
): PanelState {
  if (!state.snapshot) return state;
  return { ...state, snapshot: { ...state.snapshot, ...change }, rowPending: true };
}

/** Most cells along one side of a tile: a whole matrix of a common model, 1 MB. */
const largestTileSide = 512;

/** The question whose answer the page should show, or undefined where there is no matrix to draw. */
export function wantedTile(state: PanelState): TileQuestion | undefined {
  const { snapshot } = state;
  const run = snapshot?.run;
  if (!run || run.layers.length === 0 || run.tokens.length === 0) return undefined;
  const all = { start: 0, end: run.tokens.length };
  return {
    run: run.run,
    choice: snapshot.choice,
    hideSpecial: snapshot.hideSpecial,
    queries: all,
    keys: all,
    maxSide: largestTileSide,
  };
}

/** Equal for questions with equal answers. */
export function tileKey({ run, choice, hideSpecial }: TileQuestion): string {
  return `${run}/${choice.layer}/${choice.head}/${hideSpecial ? 'hidden' : 'all'}`;
}

function isWanted(state: PanelState, question: TileQuestion): boolean {
  const wanted = wantedTile(state);
  return wanted !== undefined && tileKey(wanted) === tileKey(question);
}

function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.query === b?.query && a?.key === b?.key;
}
