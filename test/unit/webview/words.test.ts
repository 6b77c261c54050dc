import { describe, expect, it } from 'vitest';
import { announcement } from '../../../webview/components/announcer';
import { noticesOf } from '../../../webview/components/notices';
import { chosenToken, firstCell } from '../../../webview/heatmap/pointedCell';
import { rankTokens } from '../../../webview/row/ranking';
import { initialState, reduce } from '../../../webview/state/state';
import { panelRun, panelSnapshot } from './snapshots';
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
      'Layer 0, Head 0. “b” attends to [CLS] 0.500, c 0.250, a 0.100',
    );
  });

  it('follows aggregates, direction and the filter', () => {
    const words = announcement(
      panelSnapshot({
        choice: { layer: 'mean', head: 'max' },
        direction: 'attendedBy',
        hideSpecial: true,
      }),
    );
    expect(words).toBe('Mean over layers, Max over heads. “b” is attended by c 0.250, a 0.100, b 0.100');
  });
});

describe('noticesOf', () => {
  const names = (change: Partial<PanelSnapshot>): readonly string[] =>
    noticesOf(stateOf(change)).map(({ name }) => name);

  it('says nothing about a sound run', () => {
    expect(names({})).toEqual([]);
  });

  it('puts the pressing ones first, each with what to do next', () => {
    const run = panelRun({ stale: true, cut: true, maxAbsError: 0.2 });
    expect(names({ run, status: { kind: 'busy', stage: 'running' } })).toEqual([
      'busy',
      'selfCheck',
      'stale',
      'cut',
    ]);
    const [stale] = noticesOf(stateOf({ run: panelRun({ stale: true }) }));
    expect(stale?.links.map(({ command }) => command)).toEqual(['explain']);
    const [error] = noticesOf(stateOf({ status: { kind: 'error', message: 'Out of memory.' } }));
    expect(error?.text).toContain('Out of memory.');
    expect(error?.links.map(({ command }) => command)).toEqual(['explain', 'showLog']);
  });
});

describe('cells', () => {
  it('starts at the query and its largest weight', () => {
    expect(firstCell(stateOf({}))).toEqual({ query: 2, key: 0 });
    expect(firstCell(stateOf({ direction: 'attendedBy' }))).toEqual({ query: 0, key: 2 });
  });

  it('chooses the token of the side that is looked at', () => {
    expect(chosenToken({ query: 1, key: 3 }, 'attendsTo')).toBe(1);
    expect(chosenToken({ query: 1, key: 3 }, 'attendedBy')).toBe(3);
  });
});
