import { beforeAll, describe, expect, it } from 'vitest';
import type { InferenceApi, RunAnswer } from '../../../src/protocol/inference';
import type { ModelAnswer } from '../../../src/protocol/models';
import type { Remote } from '../../../src/protocol/rpc';
import { RunStore } from '../../../src/worker/runs/runStore';
import { bundledModel, pyTorchCases } from './bundledModel';
import { expectClose, meanOf, range } from './closeTo';
import { openService } from './openService';

const text = 'The lamp went out because it had no oil. 他去银行取钱，银行在河边。';
const around = { start: text.indexOf('it'), end: text.indexOf('it') + 2 };
const cases = pyTorchCases();

describe('the inference service on the bundled model', () => {
  let ask: Remote<InferenceApi>;
  let model: ModelAnswer;
  let run: RunAnswer;
  /** All weights of the run: `[block][head][query][key]`. */
  let all: number[][][][];

  beforeAll(async () => {
    ask = openService(new RunStore({ bytes: 2 ** 28, runs: 4 }));
    model = await ask.open({ files: bundledModel(), threads: 1, memory: 0 });
    run = await ask.run({ model: model.model, text, around });
    all = [];
    for (const block of run.blocks.keys()) {
      const { weights, shape } = await ask.blockWeights({ run: run.run, block });
      const [heads, queries, keys] = shape;
      all.push(
        range(heads).map((head) =>
          range(queries).map((query) => {
            const at = (head * queries + query) * keys;
            return [...weights.subarray(at, at + keys)];
          }),
        ),
      );
    }
  }, 60_000);

  it('tells what the model has', () => {
    const [first] = cases;
    expect(model).toMatchObject({
      name: 'headlight-encoder',
      maxTokens: 512,
      hasTokenizer: true,
      refused: [],
    });
    expect(model.blocks.map(({ layer, kind, heads }) => ({ layer, kind, heads }))).toEqual(
      range(first?.shape[0] ?? 0).map((layer) => ({ layer, kind: 'self', heads: first?.shape[1] })),
    );
  });

  it('gives all heads of a layer in small, with figures of their weights', async () => {
    const layer = 1;
    const { tokens } = run;
    const question = { run: run.run, kind: 'self', layer, maxSide: 8 } as const;
    const small = await ask.layerOverview({ ...question, hideSpecial: false });
    expect(small.heads).toHaveLength(all[layer]?.length ?? 0);
    expect(small).toMatchObject({ rows: Math.ceil(tokens.length / small.pooledBy), columns: small.rows });
    const special = tokens.flatMap((token, at) => (token.special ? [at] : []));
    for (const [head, { figures, largest, cells }] of small.heads.entries()) {
      const rows = all[layer]?.[head] ?? [];
      expect(cells).toHaveLength(small.rows * small.columns);
      expect(largest).toBeCloseTo(Math.max(...rows.flat()), 6);
      const onSpecial = rows.map((row) => special.reduce((sum, at) => sum + (row[at] ?? NaN), 0));
      expect(figures.special).toBeCloseTo(onSpecial.reduce((a, b) => a + b, 0) / rows.length, 6);
      const before = rows.slice(1).map((row, at) => row[at] ?? NaN);
      expect(figures.within?.previous).toBeCloseTo(before.reduce((a, b) => a + b, 0) / before.length, 6);
    }
    const hidden = await ask.layerOverview({ ...question, maxSide: 512, hideSpecial: true });
    for (const [head, { cells, largest }] of hidden.heads.entries()) {
      const choice = { kind: 'self', layer, head } as const;
      const whole = { start: 0, end: tokens.length };
      const tile = await ask.tile({
        run: run.run,
        choice,
        hideSpecial: true,
        queries: whole,
        keys: whole,
        maxSide: 512,
      });
      expect(largest).toBeCloseTo(Math.max(...tile.weights), 6);
      const steps = Array.from(tile.weights, (weight) => (255 * weight) / largest);
      expect(steps.every((step, at) => Math.abs(step - (cells[at] ?? NaN)) < 0.51)).toBe(true);
    }
    await expect(ask.layerOverview({ ...question, layer: 99, hideSpecial: false })).rejects.toMatchObject({
      code: 'head-unknown',
    });
  });

  it('gives rows of one head and of aggregates', async () => {
    const query = tokenOf('it');
    const question = { run: run.run, tokens: [query], direction: 'attendsTo', hideSpecial: false } as const;
    const one = await ask.row({ ...question, choice: { kind: 'self', layer: 2, head: 3 } });
    expectClose(one.weights, all[2]?.[3]?.[query] ?? []);
    const mean = await ask.row({ ...question, choice: { kind: 'self', layer: 'mean', head: 'mean' } });
    expectClose(mean.weights, meanOf(all.flatMap((heads) => heads.map((rows) => rows[query] ?? []))));
    expect(mean.hidden).toBe(0);
    const most = await ask.row({ ...question, choice: { kind: 'self', layer: 1, head: 'max' } });
    const rows = (all[1] ?? []).map((head) => head[query] ?? []);
    expectClose(
      most.weights,
      range(rows[0]?.length ?? 0).map((key) => Math.max(...rows.map((row) => row[key] ?? 0))),
    );
  });

  it('gives columns that are those of the matrix', async () => {
    const key = tokenOf('lamp');
    const { weights } = await ask.row({
      run: run.run,
      tokens: [key],
      choice: { kind: 'self', layer: 0, head: 1 },
      direction: 'attendedBy',
      hideSpecial: false,
    });
    expectClose(
      weights,
      (all[0]?.[1] ?? []).map((row) => row[key] ?? 0),
    );
  });

  it('averages the rows of a query of several tokens', async () => {
    const tokens = [tokenOf('no'), tokenOf('oil')];
    const { weights } = await ask.row({
      run: run.run,
      tokens,
      choice: { kind: 'self', layer: 3, head: 0 },
      direction: 'attendsTo',
      hideSpecial: false,
    });
    expectClose(weights, meanOf(tokens.map((token) => all[3]?.[0]?.[token] ?? [])));
  });

  it('hides special tokens with the same result in rows and in tiles', async () => {
    const query = tokenOf('it');
    const choice = { kind: 'self', layer: 3, head: 'mean' } as const;
    const row = await ask.row({
      run: run.run,
      tokens: [query],
      choice,
      direction: 'attendsTo',
      hideSpecial: true,
    });
    const sum = row.weights.reduce((total, weight) => total + weight, 0);
    expect(sum).toBeCloseTo(1, 5);
    const unhidden = meanOf((all[3] ?? []).map((head) => head[query] ?? []));
    const special = run.tokens.flatMap((token, index) => (token.special ? [index] : []));
    expect(special).toEqual([0, run.tokens.length - 1]);
    expect(row.hidden).toBeCloseTo(
      special.reduce((total, token) => total + (unhidden[token] ?? 0), 0),
      5,
    );
    const tile = await ask.tile({
      run: run.run,
      choice,
      hideSpecial: true,
      queries: { start: query, end: query + 1 },
      keys: { start: 0, end: run.tokens.length },
      maxSide: 1000,
    });
    expect(tile).toMatchObject({ rows: 1, columns: run.tokens.length, pooledBy: 1 });
    expectClose(tile.weights, [...row.weights]);
  });

  it('gives every head of every block at once', async () => {
    const query = tokenOf('it');
    const { weights } = await ask.everyHead({
      run: run.run,
      side: 'source',
      tokens: [query],
      direction: 'attendsTo',
    });
    expect(weights).toHaveLength(all.length);
    for (const [block, heads] of all.entries()) {
      expectClose(
        weights[block] ?? new Float32Array(),
        heads.flatMap((rows) => rows[query] ?? []),
      );
    }
    const columns = await ask.everyHead({
      run: run.run,
      side: 'source',
      tokens: [query],
      direction: 'attendedBy',
    });
    expectClose(
      columns.weights[1] ?? new Float32Array(),
      (all[1] ?? []).flatMap((rows) => rows.map((row) => row[query] ?? 0)),
    );
  });

  it('names the top words, each with the weights of its tokens added up', async () => {
    const query = tokenOf('it');
    const choice = { kind: 'self', layer: 1, head: 2 } as const;
    const { chosen, sharpest } = await ask.topWords({
      run: run.run,
      tokens: [query],
      choice,
      direction: 'attendsTo',
      hideSpecial: false,
      count: 100,
    });
    const total = chosen.words.reduce((sum, { weight }) => sum + weight, 0);
    expect(total).toBeCloseTo(1, 5);
    const row = all[1]?.[2]?.[query] ?? [];
    for (const { start, end, weight, special, text: word } of chosen.words) {
      if (special) continue;
      expect(word).toBe(text.slice(start, end));
      const inside = run.tokens.map((token, index) =>
        !token.special && token.start >= start && token.end <= end ? (row[index] ?? 0) : 0,
      );
      expect(weight).toBeCloseTo(
        inside.reduce((sum, part) => sum + part, 0),
        5,
      );
    }
    expect(chosen.words.some(({ text: word }) => word === '银行')).toBe(true);
    const best = Math.max(
      ...all.flatMap((heads) =>
        heads.flatMap((rows) => (rows[query] ?? []).filter((_, key) => counts(key, query))),
      ),
    );
    const { layer, head } = sharpest?.choice ?? { layer: 0, head: 0 };
    const found = all[Number(layer)]?.[Number(head)]?.[query] ?? [];
    // Every word of the English half is one token, and the sharpest head looks there or at least as sharply elsewhere.
    expect(Math.max(...found.filter((_, key) => counts(key, query)))).toBeGreaterThan(best / 2);
    expect(sharpest?.words[0]?.weight).toBeGreaterThanOrEqual(best - 1e-5);
  });

  it('answers in little: a row is four bytes a token', async () => {
    const { weights } = await ask.row({
      run: run.run,
      tokens: [1],
      choice: { kind: 'self', layer: 'mean', head: 'mean' },
      direction: 'attendsTo',
      hideSpecial: true,
    });
    expect(weights.buffer.byteLength).toBe(4 * run.tokens.length);
  });

  function tokenOf(piece: string): number {
    return run.tokens.findIndex((token) => token.text === piece);
  }

  function counts(key: number, query: number): boolean {
    return run.tokens[key]?.special === false && key !== query;
  }
});
