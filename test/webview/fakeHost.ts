/**
 * Stands in for VS Code and for Headlight's host, inside the page under test: it gives `acquireVsCodeApi`, serves the
 * host's API on made-up runs, and remembers what the page asked.
 */
import { HeadlightError } from '../../src/core/errors';
import type { Kind } from '../../src/core/analysis/kinds';
import { FigureSums } from '../../src/core/analysis/headFigures';
import { pooling, ThumbnailSums } from '../../src/core/analysis/thumbnail';
import type {
  BlockKind,
  LayerOverviewAnswer,
  LayerOverviewQuestion,
  Side,
  TileQuestion,
} from '../../src/protocol/inference';
import type {
  PanelHostApi,
  PanelPageApi,
  PanelRun,
  PanelSnapshot,
  PanelToken,
} from '../../src/protocol/panel';
import { openChannel } from '../../src/protocol/rpc';
import { chosenWeights, fakeHeads, fakeLayers, headWeights, tileOf, type Sides } from './attentionLike';
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

/** The texts of the scenario's run. */
function texts(): Record<Side, readonly PanelToken[]> {
  const { language, tokens, targetTokens } = scenario;
  return {
    source: tokensOf(language, tokens),
    target: targetTokens === 0 ? [] : tokensOf('zh', targetTokens),
  };
}

const kinds: readonly Kind[] = [
  { kind: 'self', queries: 'source', keys: 'source' },
  { kind: 'causal', queries: 'target', keys: 'target' },
  { kind: 'cross', queries: 'target', keys: 'source' },
];

function sidesOf(kind: BlockKind): Kind & Sides {
  const found = kinds.find((one) => one.kind === kind);
  if (!found) throw new Error(kind);
  return { ...found, rows: texts()[found.queries], columns: texts()[found.keys] };
}

function run(): PanelRun {
  const { targetTokens, choice, direction, query, querySide } = scenario;
  const { source, target } = texts();
  const { rows, columns, queries, keys } = sidesOf(choice.kind);
  const { weights, hidden } = chosenWeights({ rows, columns }, choice, scenario.hideSpecial);
  const attendsTo = direction === 'attendsTo';
  const row = new Float32Array(attendsTo ? columns.length : rows.length);
  for (const token of query)
    row.forEach((_, other) => {
      const at = attendsTo ? token * columns.length + other : other * columns.length + token;
      row[other] = (row[other] ?? 0) + (weights[at] ?? 0) / query.length;
    });
  const textOf = (tokens: readonly PanelToken[]): string => tokens.map(({ text }) => text).join('');
  return {
    run: scenario.run,
    model: 'headlight-bilingual-small',
    file: scenario.language === 'en' ? 'notes/lighthouse.md' : '笔记/灯塔.md',
    tokens: source,
    target:
      targetTokens === 0
        ? undefined
        : { text: textOf(target.filter(({ special }) => !special)), tokens: target },
    query,
    querySide,
    queryText: textOf(query.map((token) => texts()[querySide][token] ?? { text: '', special: false })),
    layers: kinds
      .slice(0, targetTokens === 0 ? 1 : 3)
      .flatMap((kind) =>
        Array.from({ length: fakeLayers }, (_, layer) => ({ layer, heads: fakeHeads, ...kind })),
      ),
    refused: scenario.refused,
    maxAbsError: scenario.maxAbsError,
    cut: scenario.cut,
    stale: scenario.stale,
    row,
    rowSide: attendsTo ? keys : queries,
    hidden: hidden[query[0] ?? 0] ?? 0,
    predictions: scenario.predictions,
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
      tilesAsked.push(tileName(question));
      if (scenario.failTiles) throw new Error('no tile');
      if (question.run !== scenario.run) throw new HeadlightError('run-unknown');
      return tileOf(sidesOf(question.choice.kind), question);
    },
    layerOverview: (question) => {
      if (scenario.failTiles) throw new Error('no overview');
      if (question.run !== scenario.run) throw new HeadlightError('run-unknown');
      return overviewOf(sidesOf(question.kind), question);
    },
    choose: (choice) => {
      const { queries, keys } = sidesOf(choice.kind);
      const { querySide } = scenario;
      const side = querySide === queries || querySide === keys ? querySide : queries;
      return answer('choose', choice, lookAt(side, { choice, querySide: side }));
    },
    setDirection: (direction) => answer('setDirection', direction, { direction }),
    setHideSpecial: (hideSpecial) => answer('setHideSpecial', hideSpecial, { hideSpecial }),
    selectToken: (question) =>
      answer(
        'selectToken',
        question,
        lookAt(question.side, { query: [question.token], querySide: question.side }),
      ),
    openModel: (uri) => answer('openModel', uri, {}),
    runCommand: (command) => answer('runCommand', command, {}),
  },
);

function overviewOf(
  { rows, columns, queries, keys }: Kind & Sides,
  { layer, maxSide }: LayerOverviewQuestion,
): LayerOverviewAnswer {
  const pooledBy = pooling(rows.length, columns.length, maxSide);
  const special = Uint8Array.from(columns, (token) => Number(token.special));
  const heads = Array.from({ length: fakeHeads }, (_, head) => {
    const weights = headWeights(rows, layer, head, columns);
    const figures = new FigureSums(special, queries === keys);
    const small = new ThumbnailSums(rows.length, columns.length, pooledBy, undefined);
    rows.forEach((_, query) => {
      const row = weights.subarray(query * columns.length, (query + 1) * columns.length);
      figures.add(query, row);
      small.add(query, row);
    });
    return { ...small.thumbnail, figures: figures.figures };
  });
  return {
    rows: Math.ceil(rows.length / pooledBy),
    columns: Math.ceil(columns.length / pooledBy),
    pooledBy,
    heads,
  };
}

/** Between two texts the direction follows from the query's side, as the host has it. */
function lookAt(side: Side, change: Partial<Scenario>): Partial<Scenario> {
  const { queries, keys } = sidesOf((change.choice ?? scenario.choice).kind);
  if (queries === keys) return change;
  return { ...change, direction: side === queries ? 'attendsTo' : 'attendedBy' };
}

function tileName({ run, choice }: TileQuestion): string {
  return [run, choice.kind, choice.layer, choice.head].join('/');
}

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
