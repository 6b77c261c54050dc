/**
 * Stands in for VS Code and for Headlight's host, inside the page under test: it gives `acquireVsCodeApi`, serves the
 * host's API on made-up runs, and remembers what the page asked.
 */
import { HeadlightError } from '../../src/core/errors';
import type { PanelHostApi, PanelPageApi, PanelRun, PanelSnapshot } from '../../src/protocol/panel';
import { openChannel } from '../../src/protocol/rpc';
import { chosenWeights, fakeHeads, fakeLayers, tileOf } from './attentionLike';
import type { Scenario } from './scenario';
import { tokensOf } from './texts';

export interface FakeHost {
  /** The page's calls in order, without the tiles' questions. */
  readonly calls: readonly { readonly method: string; readonly question: unknown }[];
  readonly tilesAsked: readonly string[];
  readonly saved: unknown;
  /** Changes what the host shows, as the editor's caret or a command would, and tells the page. */
  change(change: Partial<Scenario>): void;
}

declare global {
  interface Window {
    headlightScenario: Scenario;
    fakeHost: FakeHost;
  }
}

const calls: { method: string; question: unknown }[] = [];
const tilesAsked: string[] = [];
let saved: unknown;
let scenario = window.headlightScenario;

function snapshot(): PanelSnapshot {
  const { status, choice, direction, hideSpecial, strings } = scenario;
  return {
    status,
    run: scenario.tokens === 0 ? undefined : run(),
    choice,
    direction,
    hideSpecial,
    strings,
  };
}

function run(): PanelRun {
  const tokens = tokensOf(scenario.language, scenario.tokens);
  const { weights, hidden } = chosenWeights(tokens, scenario.choice, scenario.hideSpecial);
  const row = new Float32Array(tokens.length);
  for (const token of scenario.query)
    row.forEach((_, other) => {
      const at = scenario.direction === 'attendsTo' ? token * row.length + other : other * row.length + token;
      row[other] = (row[other] ?? 0) + (weights[at] ?? 0) / scenario.query.length;
    });
  return {
    run: scenario.run,
    model: 'headlight-bilingual-small',
    file: scenario.language === 'en' ? 'notes/lighthouse.md' : '笔记/灯塔.md',
    tokens,
    query: scenario.query,
    queryText: scenario.query.map((token) => tokens[token]?.text ?? '').join(''),
    layers: Array.from({ length: fakeLayers }, (_, layer) => ({ layer, kind: 'self', heads: fakeHeads })),
    refused: scenario.refused,
    maxAbsError: scenario.maxAbsError,
    cut: scenario.cut,
    stale: scenario.stale,
    row,
    hidden: hidden[scenario.query[0] ?? 0] ?? 0,
  };
}

/** A copy as `postMessage` makes it; what cannot be cloned fails here as it would there. */
function deliver(message: unknown): void {
  const copy: unknown = structuredClone(message);
  setTimeout(() => {
    dispatchEvent(new MessageEvent('message', { data: copy }));
  });
}

let listener: (message: unknown) => void = () => undefined;
const host = openChannel<PanelHostApi, PanelPageApi>(
  {
    post: deliver,
    listen: (onMessage) => {
      listener = onMessage;
    },
  },
  {
    ready: () => snapshot(),
    tile: (question) => {
      tilesAsked.push(`${question.run}/${question.choice.layer}/${question.choice.head}`);
      if (scenario.failTiles) throw new Error('no tile');
      if (question.run !== scenario.run) throw new HeadlightError('run-unknown');
      return tileOf(tokensOf(scenario.language, scenario.tokens), question);
    },
    choose: (choice) => answer('choose', choice, { choice }),
    setDirection: (direction) => answer('setDirection', direction, { direction }),
    setHideSpecial: (hideSpecial) => answer('setHideSpecial', hideSpecial, { hideSpecial }),
    selectToken: (question) => answer('selectToken', question, { query: [question.token] }),
    runCommand: (command) => answer('runCommand', command, {}),
  },
);

function answer(method: string, question: unknown, change: Partial<Scenario>): null {
  calls.push({ method, question });
  scenario = { ...scenario, ...change };
  void host.remote.show(snapshot());
  return null;
}

window.fakeHost = {
  calls,
  tilesAsked,
  get saved() {
    return saved;
  },
  change: (change) => {
    scenario = { ...scenario, ...change };
    void host.remote.show(snapshot());
  },
};
Object.assign(window, {
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) => {
      const copy: unknown = structuredClone(message);
      setTimeout(() => {
        listener(copy);
      });
    },
    getState: () => saved,
    setState: (state: unknown) => (saved = state),
  }),
});
