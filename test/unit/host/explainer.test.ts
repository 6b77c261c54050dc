import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { HeadlightError } from '../../../src/core/errors';
import { sideText } from '../../../src/host/analysis';
import { Answers } from '../../../src/host/answers';
import { Explainer } from '../../../src/host/explainer';
import type { Request } from '../../../src/host/requests';
import type { Fresh, Runs } from '../../../src/host/runs';
import { Store } from '../../../src/host/state';
import type { RowAnswer, RowQuestion } from '../../../src/protocol/inference';
import type { InferenceClient } from '../../../src/protocol/inferenceClient';

vi.mock('vscode', () => ({
  window: { activeTextEditor: undefined },
  workspace: {},
  l10n: { t: (text: string) => text },
  Range: vi.fn(),
  EventEmitter: class {
    readonly #listeners: ((event: unknown) => void)[] = [];
    readonly event = (listener: (event: unknown) => void): number => this.#listeners.push(listener);
    fire(event: unknown): void {
      for (const listener of this.#listeners) listener(event);
    }
  },
}));

const source = 'I love cats';
const target = '我爱猫';
const token = (text: string, start: number) => ({
  id: 1,
  text,
  start,
  end: start + text.length,
  special: false,
});
// SAFETY: the parts of VS Code's types that the code under test reads.
const uri = (name: string): vscode.Uri => ({ toString: () => name }) as unknown as vscode.Uri;
const document = {
  uri: uri('cats.txt'),
  getText: () => source,
  positionAt: (offset: number) => offset,
} as unknown as vscode.TextDocument;

/** A translation with one block of each kind; “cats” is the query. */
function translation(run: number): Fresh {
  const sources = [token('I', 0), token(' love', 1), token(' cats', 6)];
  const targets = [token('我', 0), token('爱', 1), token('猫', 2)];
  const sides = { queries: 'target', keys: 'source' } as const;
  const block = { layer: 0, heads: 2, keyValueHeads: 2, headSize: 4, scale: 1, bias: [], taps: {} };
  return {
    task: 'translate',
    document,
    model: {
      model: 1,
      name: 'tiny',
      kind: 'encoderDecoder',
      blocks: [],
      refused: [],
      maxTokens: 9,
      hasTokenizer: true,
      engine: { kind: 'wasm', threads: 1 },
      predicts: undefined,
    },
    run: {
      run,
      tokens: sources,
      target: { text: target, tokens: targets },
      analysed: { start: 0, end: source.length },
      cut: false,
      blocks: [
        { ...block, kind: 'self', queries: 'source', keys: 'source' },
        { ...block, kind: 'causal', queries: 'target', keys: 'target' },
        { ...block, kind: 'cross', ...sides },
      ],
      refused: [],
      selfCheck: { maxAbsError: 0, perBlock: [0, 0, 0] },
    },
    sides: {
      source: sideText(document.uri, source, 0, sources),
      target: sideText(uri('Translation'), target, 0, targets),
    },
    mask: undefined,
    cut: false,
    stale: false,
    query: { side: 'source', span: { start: 7, end: 11 }, tokens: [2] },
  };
}

/** An explainer whose worker has these weights for every row. */
function explaining(weights = [0.1, 0.7, 0.2]) {
  const store = new Store({
    analysis: undefined,
    choice: { kind: 'self', layer: 'mean', head: 'mean' },
    direction: 'attendsTo',
    hideSpecial: true,
    busy: undefined,
    error: undefined,
  });
  const row = vi.fn<(question: RowQuestion) => Promise<RowAnswer>>(() =>
    Promise.resolve({ weights: Float32Array.from(weights), hidden: 0 }),
  );
  const ask = { row, predict: vi.fn(), release: vi.fn(() => Promise.resolve(null)) };
  let made = 0;
  const run = vi.fn<(request: Request) => Promise<Fresh>>(() => Promise.resolve(translation(++made)));
  // SAFETY: the questions and the one method that the explainer uses.
  const client = { ask } as unknown as InferenceClient;
  const explainer = new Explainer(store, { run } as unknown as Runs, new Answers(client), client);
  return { store, explainer, row, run };
}

// SAFETY: as above; the selection is on “cats”.
const editor = {
  document: {
    ...document,
    offsetAt: (offset: number) => offset,
    lineCount: 1,
    lineAt: () => ({ range: { end: source.length } }),
  },
  selection: { isEmpty: false, start: 7, end: 11 },
} as unknown as vscode.TextEditor;
vi.mock('../../../src/host/editor/passage', () => ({ queryIn: () => ({ start: 7, end: 11 }) }));

describe('Explainer', () => {
  let parts: ReturnType<typeof explaining>;

  beforeEach(async () => {
    parts = explaining();
    await parts.explainer.start('translate', editor);
  });

  it('shows cross-attention first, from the side of the query', () => {
    const { analysis, choice, busy } = parts.store.state;
    expect(choice).toEqual({ kind: 'cross', layer: 'mean', head: 'mean' });
    expect(analysis?.row).toMatchObject({ side: 'target', direction: 'attendedBy' });
    expect(busy).toBeUndefined();
  });

  it('turns around when a word of the translation is selected', async () => {
    await parts.explainer.reselect({ start: 2, end: 3 }, 'target');
    expect(parts.store.state.analysis?.query).toMatchObject({ side: 'target', tokens: [2] });
    expect(parts.store.state.analysis?.row).toMatchObject({ side: 'source', direction: 'attendsTo' });
    expect(parts.row.mock.lastCall?.[0]).toMatchObject({ tokens: [2], direction: 'attendsTo' });
  });

  it('moves the query to the strongest token of a text that the chosen kind reads', async () => {
    const { explainer, store } = parts;
    await explainer.choose({ kind: 'causal', layer: 0, head: 1 });
    expect(store.state.analysis?.query).toMatchObject({ side: 'target', tokens: [1] });
    expect(store.state.choice).toEqual({ kind: 'causal', layer: 0, head: 1 });
  });

  it('goes back to cross-attention for a word that the chosen kind does not read', async () => {
    const { explainer, store } = parts;
    await explainer.choose({ kind: 'self', layer: 0, head: 1 });
    expect(store.state.analysis?.query.side).toBe('source');
    await explainer.reselect({ start: 0, end: 1 }, 'target');
    expect(store.state.choice).toEqual({ kind: 'cross', layer: 0, head: 1 });
  });

  it('drops an answer that comes after a newer wish', async () => {
    const { explainer, store, row } = parts;
    let answerLate: (answer: RowAnswer) => void = () => undefined;
    row.mockImplementationOnce(() => new Promise((resolve) => (answerLate = resolve)));
    const first = explainer.choose({ kind: 'cross', layer: 0, head: 0 });
    await explainer.choose({ kind: 'cross', layer: 0, head: 1 });
    answerLate({ weights: Float32Array.of(9, 9, 9), hidden: 0 });
    await first;
    expect(store.state.choice.head).toBe(1);
    expect(store.state.analysis?.row.weights[0]).toBeCloseTo(0.1);
  });

  it('runs the text again where the worker has let the run go', async () => {
    const { explainer, store, row, run } = parts;
    row.mockRejectedValueOnce(new HeadlightError('run-unknown'));
    await explainer.choose({ kind: 'cross', layer: 0, head: 1 });
    expect(run).toHaveBeenCalledTimes(2);
    const [request] = run.mock.lastCall ?? [];
    expect(request).toMatchObject({ task: 'translate', span: { start: 7, end: 11 } });
    expect(store.state.analysis?.run.run).toBe(2);
    expect(store.state.choice).toEqual({ kind: 'cross', layer: 0, head: 1 });
  });

  it('keeps what is shown when a question fails', async () => {
    const { explainer, store, row } = parts;
    row.mockRejectedValueOnce(new HeadlightError('worker-crashed'));
    await expect(explainer.choose({ kind: 'cross', layer: 0, head: 1 })).rejects.toThrow('worker-crashed');
    expect(store.state.choice.head).toBe('mean');
    await explainer.setHideSpecial(false);
    expect(store.state.choice.head).toBe('mean');
  });
});
