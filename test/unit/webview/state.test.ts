import { describe, expect, it } from 'vitest';
import type { TileAnswer } from '../../../src/protocol/inference';
import { readSaved } from '../../../webview/state/savedState';
import {
  initialState,
  reduce,
  wantedTile,
  type PanelAction,
  type PanelState,
} from '../../../webview/state/state';
import { panelRun, panelSnapshot, translationRun } from './snapshots';

const answer: TileAnswer = { weights: new Float32Array(25).fill(0.2), rows: 5, columns: 5, pooledBy: 1 };

function after(...actions: readonly PanelAction[]): PanelState {
  return actions.reduce(reduce, initialState(0));
}

function loaded(): PanelState {
  const state = after({ type: 'snapshot', snapshot: panelSnapshot() });
  const question = wantedTile(state);
  if (!question) throw new Error('no tile is wanted');
  return reduce(state, { type: 'tile', question, answer });
}

describe('wantedTile', () => {
  it('asks for the whole matrix of the choice', () => {
    const state = after({ type: 'snapshot', snapshot: panelSnapshot({ hideSpecial: true }) });
    expect(wantedTile(state)).toEqual({
      run: 1,
      choice: { kind: 'self', layer: 0, head: 0 },
      hideSpecial: true,
      queries: { start: 0, end: 5 },
      keys: { start: 0, end: 5 },
      maxSide: 512,
    });
  });

  it('asks for a row for each token of the target and a column for each of the source', () => {
    const choice = { kind: 'cross', layer: 0, head: 0 } as const;
    const state = after({ type: 'snapshot', snapshot: panelSnapshot({ run: translationRun(), choice }) });
    expect(wantedTile(state)).toMatchObject({ queries: { start: 0, end: 3 }, keys: { start: 0, end: 5 } });
  });

  it('asks for nothing without a run or without a layer', () => {
    expect(wantedTile(initialState(0))).toBeUndefined();
    const refused = panelSnapshot({ run: panelRun({ layers: [] }) });
    expect(wantedTile(after({ type: 'snapshot', snapshot: refused }))).toBeUndefined();
  });
});

describe('reduce', () => {
  it('takes the tile that it wants, with its largest weight', () => {
    expect(loaded().tile).toMatchObject({ key: '1/self/0/0/all', run: 1, largest: Math.fround(0.2) });
  });

  it('drops a tile of an older choice and of an older run', () => {
    const state = after({ type: 'snapshot', snapshot: panelSnapshot() });
    const question = wantedTile(state);
    if (!question) throw new Error('no tile is wanted');
    const other = { ...question, choice: { kind: 'self', layer: 0, head: 1 } as const };
    expect(reduce(state, { type: 'tile', question: other, answer }).tile).toBeUndefined();
    expect(reduce(state, { type: 'tile', question: { ...question, run: 0 }, answer }).tile).toBeUndefined();
    expect(reduce(state, { type: 'tileFailed', question: other }).tileFailed).toBe(false);
    expect(reduce(state, { type: 'tileFailed', question }).tileFailed).toBe(true);
  });

  it('keeps the tile while only the query, the direction or the status changes', () => {
    const state = loaded();
    const moved = panelSnapshot({
      run: panelRun({ query: [3], stale: true }),
      direction: 'attendedBy',
      status: { kind: 'busy', stage: 'running' },
    });
    const next = reduce(state, { type: 'snapshot', snapshot: moved });
    expect(next.tile).toBe(state.tile);
    expect(wantedTile(next)).toEqual(wantedTile(state));
  });

  it('forgets the tile of another kind of attention at once: the tokens along its sides are others', () => {
    const next = reduce(reduce(loaded(), { type: 'hover', cell: { query: 4, key: 4 } }), {
      type: 'choose',
      choice: { kind: 'cross', layer: 0, head: 0 },
    });
    expect(next).toMatchObject({ tile: undefined, hovered: undefined });
  });

  it('forgets tile and cells when a new run comes', () => {
    const pointed = reduce(loaded(), { type: 'hover', cell: { query: 4, key: 4 } });
    const snapshot = panelSnapshot({ run: panelRun({ run: 2 }) });
    expect(reduce(pointed, { type: 'snapshot', snapshot })).toMatchObject({
      tile: undefined,
      hovered: undefined,
      cursor: undefined,
    });
  });

  it('shows the user’s choice at once and marks the row as older until the host answers', () => {
    const chosen = reduce(loaded(), { type: 'choose', choice: { kind: 'self', layer: 'mean', head: 'max' } });
    expect(chosen.snapshot?.choice).toEqual({ kind: 'self', layer: 'mean', head: 'max' });
    expect(chosen.rowPending).toBe(true);
    expect(wantedTile(chosen)?.choice).toEqual({ kind: 'self', layer: 'mean', head: 'max' });
    expect(reduce(chosen, { type: 'snapshot', snapshot: panelSnapshot() }).rowPending).toBe(false);
  });

  it('does not change for what is as before', () => {
    const state = reduce(loaded(), { type: 'hover', cell: { query: 1, key: 2 } });
    expect(reduce(state, { type: 'hover', cell: { query: 1, key: 2 } })).toBe(state);
    expect(reduce(state, { type: 'zoom', cellSize: 0 })).toBe(state);
  });
});

describe('readSaved', () => {
  it('takes what it knows from what was saved, and nothing else', () => {
    expect(readSaved({ cellSize: 13.5, overviewOpen: true })).toEqual({ cellSize: 13.5, overviewOpen: true });
    for (const saved of [
      undefined,
      null,
      3,
      {},
      { cellSize: 'x' },
      { cellSize: Number.NaN },
      { cellSize: -1 },
      { overviewOpen: 1 },
    ])
      expect(readSaved(saved)).toEqual({ cellSize: 0, overviewOpen: false });
  });
});
