import type { PanelRun, PanelSnapshot } from '../../../src/protocol/panel';
import { panelStrings } from '../../../src/protocol/panelStrings';

/** A run of `[CLS] a b c [SEP]` with one layer of two heads; `b` is the query. */
export function panelRun(change: Partial<PanelRun> = {}): PanelRun {
  return {
    run: 1,
    model: 'tiny',
    file: 'a.txt',
    tokens: ['[CLS]', 'a', 'b', 'c', '[SEP]'].map((text) => ({ text, special: text.startsWith('[') })),
    query: [2],
    queryText: 'b',
    layers: [{ layer: 0, kind: 'self', heads: 2 }],
    refused: [],
    maxAbsError: 1e-6,
    cut: false,
    stale: false,
    row: Float32Array.of(0.5, 0.1, 0.1, 0.25, 0.05),
    hidden: 0,
    ...change,
  };
}

export function panelSnapshot(change: Partial<PanelSnapshot> = {}): PanelSnapshot {
  return {
    status: { kind: 'ready' },
    run: panelRun(),
    choice: { layer: 0, head: 0 },
    direction: 'attendsTo',
    hideSpecial: false,
    strings: panelStrings,
    ...change,
  };
}
