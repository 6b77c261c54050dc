import type { PanelRun, PanelSnapshot } from '../../../src/protocol/panel';
import { panelStrings } from '../../../src/protocol/panelStrings';

/** A run of `[CLS] a b c [SEP]` with one layer of two heads; `b` is the query. */
export function panelRun(change: Partial<PanelRun> = {}): PanelRun {
  return {
    run: 1,
    model: 'tiny',
    file: 'a.txt',
    tokens: ['[CLS]', 'a', 'b', 'c', '[SEP]'].map((text) => ({ text, special: text.startsWith('[') })),
    target: undefined,
    query: [2],
    querySide: 'source',
    queryText: 'b',
    layers: [{ layer: 0, kind: 'self', heads: 2, queries: 'source', keys: 'source' }],
    refused: [],
    maxAbsError: 1e-6,
    cut: false,
    stale: false,
    row: Float32Array.of(0.5, 0.1, 0.1, 0.25, 0.05),
    rowSide: 'source',
    hidden: 0,
    predictions: undefined,
    ...change,
  };
}

export function panelSnapshot(change: Partial<PanelSnapshot> = {}): PanelSnapshot {
  return {
    status: { kind: 'ready' },
    run: panelRun(),
    choice: { kind: 'self', layer: 0, head: 0 },
    direction: 'attendsTo',
    hideSpecial: false,
    strings: panelStrings,
    ...change,
  };
}

/** A translation of `a b c` into `X Y`, as an encoder–decoder with one block of each kind has it; `Y` is the query. */
export function translationRun(change: Partial<PanelRun> = {}): PanelRun {
  return panelRun({
    target: { text: 'X Y', tokens: ['<s>', 'X', 'Y'].map((text) => ({ text, special: text === '<s>' })) },
    query: [2],
    querySide: 'target',
    queryText: 'Y',
    layers: [
      { layer: 0, kind: 'self', heads: 2, queries: 'source', keys: 'source' },
      { layer: 0, kind: 'causal', heads: 2, queries: 'target', keys: 'target' },
      { layer: 0, kind: 'cross', heads: 2, queries: 'target', keys: 'source' },
    ],
    ...change,
  });
}
