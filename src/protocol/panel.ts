/**
 * What the side panel and the host say to each other. The host pushes one snapshot of its state and answers questions
 * about weights by forwarding them to the worker; it keeps no tensor. The panel asks for the weights that it draws.
 */
import type {
  BlockKind,
  Direction,
  HeadChoice,
  LayerOverviewAnswer,
  LayerOverviewQuestion,
  PredictAnswer,
  Side,
  TileAnswer,
  TileQuestion,
} from './inference';
import type { PanelString } from './panelStrings';

/** Served by the panel's page. */
export interface PanelPageApi {
  /** Replaces all that the page shows; sent whenever something in it changes, the latest wins. */
  show(snapshot: PanelSnapshot): null;
}

/** Served by the host. */
export interface PanelHostApi {
  /** The page is there and wants its first snapshot. */
  ready(question: null): PanelSnapshot;
  /** Weights of the run in the snapshot, under the choice that the page shows; fails with `run-unknown` when a newer run has replaced it. */
  tile(question: TileQuestion): TileAnswer;
  /** The heads of one layer in small, of the run in the snapshot; fails as `tile` does. */
  layerOverview(question: LayerOverviewQuestion): LayerOverviewAnswer;
  choose(choice: HeadChoice): null;
  setDirection(direction: Direction): null;
  setHideSpecial(hide: boolean): null;
  /** Makes this token the query and selects it in the editor. */
  selectToken(question: { readonly run: number; readonly side: Side; readonly token: number }): null;
  /** Opens the model at an address that was dropped on the page. */
  openModel(uri: string): null;
  /** Runs a command of the extension that the page offers as a link. */
  runCommand(command: PanelCommand): null;
}

export type PanelCommand = 'explain' | 'again' | 'showLog' | 'openSample' | 'openTranslation';

export interface PanelToken {
  readonly text: string;
  readonly special: boolean;
}

export interface PanelRun {
  readonly run: number;
  readonly model: string;
  readonly file: string;
  /** The source's tokens. */
  readonly tokens: readonly PanelToken[];
  /** What an encoder–decoder wrote. */
  readonly target: { readonly text: string; readonly tokens: readonly PanelToken[] } | undefined;
  /** Indices of the query's tokens, and the text that they are of. */
  readonly query: readonly number[];
  readonly querySide: Side;
  /** The part of the text that they cover. */
  readonly queryText: string;
  /** Layers that can be chosen, with the kind and the number of heads of each. */
  readonly layers: readonly {
    readonly layer: number;
    readonly kind: BlockKind;
    readonly heads: number;
    readonly queries: Side;
    readonly keys: Side;
  }[];
  /** Blocks that are not shown, with the reason in the user's language. */
  readonly refused: readonly { readonly node: string; readonly reason: string }[];
  /** Largest self-check error over all blocks. */
  readonly maxAbsError: number;
  /** Whether the text was cut to the model's length. */
  readonly cut: boolean;
  /** Whether the analysed text has changed since the run. */
  readonly stale: boolean;
  /** Weights of the query under the current choice, direction and filter; one for each token of the side that is looked at. */
  readonly row: Float32Array;
  /** That text. */
  readonly rowSide: Side;
  /** The share of the weight on hidden special tokens. */
  readonly hidden: number;
  /** What the model puts in the query's place (masked), or after it (next). */
  readonly predictions:
    { readonly kind: 'masked' | 'next'; readonly places: PredictAnswer['places'] } | undefined;
}

export interface PanelSnapshot {
  /** What the page shows beside or instead of a run. */
  readonly status:
    | { readonly kind: 'empty' }
    | { readonly kind: 'busy'; readonly stage: string }
    | { readonly kind: 'ready' }
    | { readonly kind: 'error'; readonly message: string };
  readonly run: PanelRun | undefined;
  readonly choice: HeadChoice;
  readonly direction: Direction;
  readonly hideSpecial: boolean;
  /** The page's words in the user's language. */
  readonly strings: Readonly<Record<PanelString, string>>;
}
