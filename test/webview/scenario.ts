/** What the fake host shows. */
import type { Direction, HeadChoice, Side } from '../../src/protocol/inference';
import type { PanelRun, PanelSnapshot } from '../../src/protocol/panel';
import { panelStrings } from '../../src/protocol/panelStrings';

export interface Scenario {
  readonly status: PanelSnapshot['status'];
  readonly run: number;
  readonly language: 'en' | 'zh';
  /** 0 for no run. */
  readonly tokens: number;
  /** Tokens of the translation; 0 for a model that reads one text. */
  readonly targetTokens: number;
  readonly query: readonly number[];
  readonly querySide: Side;
  readonly predictions: PanelRun['predictions'];
  readonly choice: HeadChoice;
  readonly direction: Direction;
  readonly hideSpecial: boolean;
  readonly refused: PanelRun['refused'];
  readonly maxAbsError: number;
  readonly cut: boolean;
  readonly stale: boolean;
  readonly failTiles: boolean;
  readonly strings: PanelSnapshot['strings'];
}

export const plainScenario: Scenario = {
  status: { kind: 'ready' },
  run: 1,
  language: 'en',
  tokens: 12,
  targetTokens: 0,
  query: [3],
  querySide: 'source',
  predictions: undefined,
  choice: { kind: 'self', layer: 2, head: 0 },
  direction: 'attendsTo',
  hideSpecial: false,
  refused: [],
  maxAbsError: 1.2e-6,
  cut: false,
  stale: false,
  failTiles: false,
  strings: panelStrings,
};
