/** What the fake host shows. */
import type { Direction, HeadChoice, RefusedBlock } from '../../src/protocol/inference';
import type { PanelSnapshot } from '../../src/protocol/panel';
import { panelStrings } from '../../src/protocol/panelStrings';

export interface Scenario {
  readonly status: PanelSnapshot['status'];
  readonly run: number;
  readonly language: 'en' | 'zh';
  /** 0 for no run. */
  readonly tokens: number;
  readonly query: readonly number[];
  readonly choice: HeadChoice;
  readonly direction: Direction;
  readonly hideSpecial: boolean;
  readonly refused: readonly RefusedBlock[];
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
  query: [3],
  choice: { layer: 2, head: 0 },
  direction: 'attendsTo',
  hideSpecial: false,
  refused: [],
  maxAbsError: 1.2e-6,
  cut: false,
  stale: false,
  failTiles: false,
  strings: panelStrings,
};
