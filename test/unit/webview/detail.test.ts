import { describe, expect, it } from 'vitest';
import type { TileAnswer } from '../../../src/protocol/inference';
import type { PanelSnapshot } from '../../../src/protocol/panel';
import { cellWeight } from '../../../webview/heatmap/cellWeight';
import {
  initialState,
  reduce,
  wantedDetail,
  wantedTile,
  type PanelAction,
  type PanelState,
} from '../../../webview/state/state';
import { panelRun, panelSnapshot } from './snapshots';

const length = 1200;
/** Three tokens along each side share a cell of the whole. */
const pooledBy = 3;
const side = length / pooledBy;

function longSnapshot(change: Partial<PanelSnapshot> = {}): PanelSnapshot {
  const tokens = Array.from({ length }, (_, token) => ({ text: String(token), special: false }));
  return panelSnapshot({ run: panelRun({ tokens, row: new Float32Array(length) }), ...change });
}

const filled = (cells: number, weight: number, by: number): TileAnswer => ({
  weights: new Float32Array(cells * cells).fill(weight),
  rows: cells,
  columns: cells,
  pooledBy: by,
});

const part = (start: number, end: number) => ({ queries: { start, end }, keys: { start, end } });

/** A long matrix of which the tile has come. */
function loaded(...actions: readonly PanelAction[]): PanelState {
  const state = reduce(initialState(0), { type: 'snapshot', snapshot: longSnapshot() });
  const question = wantedTile(state);
  if (!question) throw new Error('no tile is wanted');
  const tile = { type: 'tile', question, answer: filled(side, 0.5, pooledBy) } as const;
  return [tile, ...actions].reduce(reduce, state);
}

describe('a matrix that is longer than a tile', () => {
  it('is asked for in part, at the finest, once a part of it is in view', () => {
    expect(wantedDetail(loaded())).toBeUndefined();
    const wanted = wantedDetail(loaded({ type: 'see', part: part(100, 120) }));
    expect(wanted).toMatchObject({ ...part(64, 128), run: 1, maxSide: 512 });
  });

  it('is not asked for again while all of it is in view, or as much that nothing would be finer', () => {
    expect(wantedDetail(loaded({ type: 'see', part: part(0, length) }))).toBeUndefined();
    expect(wantedDetail(loaded({ type: 'see', part: part(0, 1100) }))).toBeUndefined();
    expect(wantedDetail(loaded({ type: 'see', part: part(0, 900) }))).toMatchObject(part(0, 960));
  });

  it('is not asked for again after a short scroll', () => {
    const before = loaded({ type: 'see', part: part(100, 120) });
    expect(reduce(before, { type: 'see', part: part(101, 121) })).toBe(before);
  });

  it('ends with its last token', () => {
    expect(wantedDetail(loaded({ type: 'see', part: part(1190, length) }))).toMatchObject(part(1152, length));
  });

  it('takes the finer tile, on the scale of the whole, and drops one of another part', () => {
    const seen = loaded({ type: 'see', part: part(100, 120) });
    const question = wantedDetail(seen);
    if (!question) throw new Error('no detail is wanted');
    const answer = filled(64, 0.2, 1);
    const { detail } = reduce(seen, { type: 'detail', question, answer });
    expect(detail).toMatchObject({ part: part(64, 128), largest: 0.5 });
    const other = { ...question, ...part(128, 192) };
    expect(reduce(seen, { type: 'detail', question: other, answer }).detail).toBeUndefined();
  });

  it('says the weight of a cell as finely as it is known', () => {
    const seen = loaded({ type: 'see', part: part(100, 120) });
    const question = wantedDetail(seen);
    if (!question) throw new Error('no detail is wanted');
    const answer = filled(64, 0.25, 1);
    answer.weights[(70 - 64) * 64 + (65 - 64)] = 0.125;
    const state = reduce(seen, { type: 'detail', question, answer });
    expect(cellWeight(state, { query: 70, key: 65 })).toBe(0.125);
    expect(cellWeight(state, { query: 70, key: 66 })).toBe(0.25);
    expect(cellWeight(state, { query: 70, key: 200 })).toBe(0.5);
    expect(cellWeight(initialState(0), { query: 0, key: 0 })).toBeUndefined();
  });

  it('forgets the finer tile with the whole', () => {
    const seen = loaded({ type: 'see', part: part(100, 120) });
    const question = wantedDetail(seen);
    if (!question) throw new Error('no detail is wanted');
    const fine = reduce(seen, { type: 'detail', question, answer: filled(64, 0.25, 1) });
    const choice = { kind: 'self', layer: 0, head: 1 } as const;
    const chosen = reduce(fine, { type: 'choose', choice });
    expect(wantedDetail(chosen), 'of a head whose tile has not come').toBeUndefined();
    const whole = wantedTile(chosen);
    if (!whole) throw new Error('no tile is wanted');
    const next = reduce(chosen, { type: 'tile', question: whole, answer: filled(side, 0.5, pooledBy) });
    expect(next.detail).toBeUndefined();
    expect(wantedDetail(next)).toMatchObject({ ...part(64, 128), choice });
    const anew = longSnapshot({ run: panelRun({ run: 2 }) });
    expect(reduce(fine, { type: 'snapshot', snapshot: anew })).toMatchObject({
      detail: undefined,
      seen: undefined,
    });
  });
});
