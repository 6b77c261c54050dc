import { describe, expect, it } from 'vitest';
import { announcement } from '../../../webview/components/announcer';
import { noticesOf } from '../../../webview/components/notices';
import { firstCell } from '../../../webview/heatmap/pointedCell';
import { rankTokens } from '../../../webview/row/ranking';
import { axesOf, chosenToken, markedTokens } from '../../../webview/state/sides';
import { initialState, reduce } from '../../../webview/state/state';
import { panelRun, panelSnapshot, translationRun } from './snapshots';
import type { PanelSnapshot } from '../../../src/protocol/panel';

const stateOf = (change: Partial<PanelSnapshot>): ReturnType<typeof reduce> =>
  reduce(initialState(0), { type: 'snapshot', snapshot: panelSnapshot(change) });

describe('rankTokens', () => {
  it('orders by weight, then by place, and leaves hidden tokens out', () => {
    const row = Float32Array.of(0.5, 0.1, 0.1, 0.25, 0.05);
    const tokens = (shown: (token: number) => boolean): readonly number[] =>
      rankTokens(row, shown).map(({ token }) => token);
    expect(tokens(() => true)).toEqual([0, 3, 1, 2, 4]);
    expect(tokens((token) => token !== 0 && token !== 4)).toEqual([3, 1, 2]);
  });
});

describe('announcement', () => {
  it('names head, query and the strongest tokens', () => {
    expect(announcement(panelSnapshot())).toBe(
      'Layer 0, Head 0. “b” attends to [CLS] 0.500, c 0.250, a 0.100.',
    );
  });

  it('follows aggregates, direction and the filter', () => {
    const words = announcement(
      panelSnapshot({
        choice: { kind: 'self', layer: 'mean', head: 'max' },
        direction: 'attendedBy',
        hideSpecial: true,
      }),
    );
    expect(words).toBe('Mean over layers, Max over heads. “b” is attended by c 0.250, a 0.100, b 0.100.');
  });
});

describe('announcement of two texts and of predictions', () => {
  it('names the kind of attention and the tokens of the other text', () => {
    const run = translationRun({ row: Float32Array.of(0, 0.2, 0.7, 0.1, 0) });
    const choice = { kind: 'cross', layer: 0, head: 1 } as const;
    expect(announcement(panelSnapshot({ run, choice, hideSpecial: true }))).toBe(
      'Cross, Layer 0, Head 1. “Y” attends to b 0.700, a 0.200, c 0.100.',
    );
  });

  it('names the likeliest predictions', () => {
    const predictions = [
      { id: 5, text: ' cat', probability: 0.421 },
      { id: 6, text: '\n', probability: 0.0004 },
    ];
    const places = [{ token: 2, predictions, original: undefined }];
    const run = panelRun({ predictions: { kind: 'next', places } });
    expect(announcement(panelSnapshot({ run }))).toMatch(/Predictions: ␣cat 42%, ↵ <0\.1%\.$/);
  });
});

describe('noticesOf', () => {
  const names = (change: Partial<PanelSnapshot>): readonly string[] =>
    noticesOf(stateOf(change)).map(({ name }) => name);

  it('says nothing about a sound run', () => {
    expect(names({})).toEqual([]);
  });

  it('puts the pressing ones first, each with what to do next', () => {
    const run = panelRun({ stale: true, cut: true });
    expect(names({ run, status: { kind: 'busy', stage: 'running' } })).toEqual(['busy', 'stale', 'cut']);
    const [stale] = noticesOf(stateOf({ run: panelRun({ stale: true }) }));
    expect(stale?.links.map(({ command }) => command)).toEqual(['again']);
    const [error] = noticesOf(stateOf({ status: { kind: 'error', message: 'Out of memory.' } }));
    expect(error?.text).toContain('Out of memory.');
    expect(error?.links.map(({ command }) => command)).toEqual(['again', 'showLog']);
  });
});

describe('cells', () => {
  it('starts at the query and its largest weight', () => {
    expect(firstCell(stateOf({}))).toEqual({ query: 2, key: 0 });
    expect(firstCell(stateOf({ direction: 'attendedBy' }))).toEqual({ query: 0, key: 2 });
  });

  it('chooses the token of the side that is looked at', () => {
    const cell = { query: 1, key: 3 };
    expect(chosenToken(cell, panelSnapshot())).toEqual({ side: 'source', token: 1 });
    expect(chosenToken(cell, panelSnapshot({ direction: 'attendedBy' }))).toEqual({
      side: 'source',
      token: 3,
    });
  });

  it('chooses the row between two texts, from whichever side one looks', () => {
    const choice = { kind: 'cross', layer: 0, head: 0 } as const;
    for (const direction of ['attendsTo', 'attendedBy'] as const) {
      const snapshot = panelSnapshot({ run: translationRun(), choice, direction });
      expect(chosenToken({ query: 1, key: 3 }, snapshot)).toEqual({ side: 'target', token: 1 });
    }
  });

  it('marks the query only along the side that it is in', () => {
    const run = translationRun();
    const [self, cross] = [axesOf(run, 'self'), axesOf(run, 'cross')];
    if (!self || !cross) throw new Error('a kind is missing');
    expect(markedTokens(run, cross, 'attendsTo')).toEqual([2]);
    expect(markedTokens(run, cross, 'attendedBy')).toEqual([]);
    expect(markedTokens(run, self, 'attendsTo')).toEqual([]);
    expect(markedTokens({ ...run, querySide: 'source' }, cross, 'attendedBy')).toEqual([2]);
  });
});
