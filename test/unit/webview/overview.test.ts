import { describe, expect, it } from 'vitest';
import type { LayerOverviewAnswer, LayerOverviewQuestion } from '../../../src/protocol/inference';
import { figureOf, formatFigure } from '../../../webview/overview/figures';
import { placeHeads, rangeOf } from '../../../webview/overview/order';
import { layerKey, presentLayers, wantedLayer } from '../../../webview/overview/overviewState';
import { initialState, reduce, type PanelState } from '../../../webview/state/state';
import { panelRun, panelSnapshot } from './snapshots';

/** A layer whose heads have these entropies. */
function layerOf(...entropies: readonly number[]): LayerOverviewAnswer {
  return {
    rows: 1,
    columns: 1,
    pooledBy: 1,
    heads: entropies.map((entropy) => ({
      cells: Uint8Array.of(255),
      largest: 1,
      figures: { entropy, special: 0, first: 0, within: undefined },
    })),
  };
}

const layers = new Map([
  [1, layerOf(3, 1)],
  [0, layerOf(2, 5)],
]);
const wish = { figure: 'entropy', order: 'layer', least: 0 } as const;
const names = (placed: ReturnType<typeof placeHeads>): string[] =>
  placed.map(({ layer, head, below }) => `${layer}·${head}${below ? ' below' : ''}`);

describe('the order of the heads', () => {
  it('is that of the layers, or of a figure', () => {
    expect(names(placeHeads(layers, wish))).toEqual(['0·0', '0·1', '1·0', '1·1']);
    expect(names(placeHeads(layers, { ...wish, order: 'falling' }))).toEqual(['0·1', '1·0', '0·0', '1·1']);
    expect(names(placeHeads(layers, { ...wish, order: 'rising' }))).toEqual(['1·1', '0·0', '1·0', '0·1']);
  });

  it('marks heads below the filter in their place, and leaves them out of a sorted list', () => {
    expect(rangeOf(layers, 'entropy')).toEqual([1, 5]);
    // Half of the range from 1 to 5 is 3.
    expect(names(placeHeads(layers, { ...wish, least: 0.5 }))).toEqual([
      '0·0 below',
      '0·1',
      '1·0',
      '1·1 below',
    ]);
    expect(names(placeHeads(layers, { ...wish, order: 'falling', least: 0.5 }))).toEqual(['0·1', '1·0']);
  });

  it('knows figures that a head between two texts does not have', () => {
    const [head] = layerOf(1).heads;
    expect(head && figureOf(head.figures, 'distance')).toBeUndefined();
    expect(rangeOf(layers, 'distance')).toBeUndefined();
    expect([formatFigure('entropy', 1.25), formatFigure('special', 0.5)]).toEqual(['1.3', '50%']);
  });
});

describe('the overview’s layers', () => {
  const opened = (): PanelState => {
    const snapshot = panelSnapshot({ run: panelRun() });
    const shown = reduce(initialState(0), { type: 'snapshot', snapshot });
    return reduce(shown, { type: 'overviewOpen', open: true });
  };
  const wanted = ({ overview, snapshot }: PanelState): LayerOverviewQuestion | undefined =>
    wantedLayer(overview, snapshot);
  const answered = (state: PanelState): PanelState => {
    const question = wanted(state);
    if (!question) throw new Error('Nothing is wanted.');
    return reduce(state, { type: 'overviewLayer', question, answer: layerOf(1) });
  };

  it('are asked one by one while it is open, and not at all while it is closed', () => {
    const first = opened();
    expect(wanted(reduce(first, { type: 'overviewOpen', open: false }))).toBeUndefined();
    const count = new Set(first.snapshot?.run?.layers.map(({ layer }) => layer)).size;
    const seen: string[] = [];
    let state = first;
    for (let question = wanted(state); question; question = wanted(state)) {
      seen.push(layerKey(question));
      state = answered(state);
    }
    expect(new Set(seen).size).toBe(count);
    expect(presentLayers(state.overview, state.snapshot).size).toBe(count);
  });

  it('are those of the filter that is on: another one asks anew', () => {
    const state = answered(opened());
    const hidden = reduce(state, { type: 'setHideSpecial', hide: state.snapshot?.hideSpecial !== true });
    expect(presentLayers(hidden.overview, hidden.snapshot).size).toBe(0);
    const late = wanted(opened());
    if (!late) throw new Error('Nothing is wanted.');
    const after = reduce(hidden, { type: 'overviewLayer', question: late, answer: layerOf(1) });
    expect(presentLayers(after.overview, after.snapshot).size).toBe(0);
  });

  it('are not asked for ever where they fail', () => {
    const state = opened();
    const question = wanted(state);
    if (!question) throw new Error('Nothing is wanted.');
    expect(wanted(reduce(state, { type: 'overviewFailed', question }))).toBeUndefined();
  });
});
