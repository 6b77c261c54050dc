/** What the page knows of all heads: the layers that have come so far, and how they are to be shown. */
import { kindsOf } from '../../src/core/analysis/kinds';
import type { LayerOverviewAnswer, LayerOverviewQuestion } from '../../src/protocol/inference';
import type { PanelSnapshot } from '../../src/protocol/panel';
import type { Wish } from './order';

export interface OverviewState {
  readonly open: boolean;
  readonly wish: Wish;
  /** What the layers are of; `''` while there are none. */
  readonly key: string;
  readonly layers: ReadonlyMap<number, LayerOverviewAnswer>;
  readonly failed: boolean;
}

export type OverviewAction =
  | { readonly type: 'overviewOpen'; readonly open: boolean }
  | { readonly type: 'overviewWish'; readonly wish: Wish }
  | {
      readonly type: 'overviewLayer';
      readonly question: LayerOverviewQuestion;
      readonly answer: LayerOverviewAnswer;
    }
  | { readonly type: 'overviewFailed'; readonly question: LayerOverviewQuestion };

/** Cells along one side of a thumbnail: about as many as its pixels, so that a single strong weight stays visible. */
const thumbnailSide = 40;

export function closedOverview(open: boolean): OverviewState {
  const wish: Wish = { figure: 'entropy', order: 'layer', least: 0 };
  return { open, wish, key: '', layers: new Map(), failed: false };
}

export function reduceOverview(
  state: OverviewState,
  action: OverviewAction,
  snapshot: PanelSnapshot | undefined,
): OverviewState {
  switch (action.type) {
    case 'overviewOpen':
      return { ...state, open: action.open };
    case 'overviewWish':
      return { ...state, wish: action.wish };
    case 'overviewLayer': {
      const { question, answer } = action;
      const key = overviewKey(question);
      if (!snapshot?.run || key !== keyOf(snapshot, snapshot.run.run)) return state;
      const layers = new Map(state.key === key ? state.layers : []).set(question.layer, answer);
      return { ...state, key, layers, failed: false };
    }
    case 'overviewFailed':
      return { ...state, failed: true };
  }
}

/** The layers that belong to what the page shows; those of another run, kind or filter do not. */
export function presentLayers(
  { key, layers }: OverviewState,
  snapshot: PanelSnapshot | undefined,
): ReadonlyMap<number, LayerOverviewAnswer> {
  return snapshot?.run && key === keyOf(snapshot, snapshot.run.run) ? layers : new Map();
}

/** The next layer that is missing; undefined where all are there, or nobody looks. */
export function wantedLayer(
  state: OverviewState,
  snapshot: PanelSnapshot | undefined,
): LayerOverviewQuestion | undefined {
  const run = snapshot?.run;
  if (!run || !state.open || state.failed) return undefined;
  const { kind } = snapshot.choice;
  if (!kindsOf(run.layers).some((one) => one.kind === kind)) return undefined;
  const known = presentLayers(state, snapshot);
  const missing = run.layers.find((one) => one.kind === kind && !known.has(one.layer));
  if (!missing) return undefined;
  const { hideSpecial } = snapshot;
  return { run: run.run, kind, layer: missing.layer, hideSpecial, maxSide: thumbnailSide };
}

/** Equal for questions with equal answers. */
export function layerKey(question: LayerOverviewQuestion): string {
  return `${overviewKey(question)}/${question.layer}`;
}

function overviewKey({ run, kind, hideSpecial }: Omit<LayerOverviewQuestion, 'layer' | 'maxSide'>): string {
  return `${run}/${kind}/${hideSpecial ? 'hidden' : 'all'}`;
}

function keyOf({ choice, hideSpecial }: PanelSnapshot, run: number): string {
  return overviewKey({ run, kind: choice.kind, hideSpecial });
}
