import { beforeAll, describe, expect, it } from 'vitest';
import type { InferenceApi, RunAnswer } from '../../../src/protocol/inference';
import type { ModelAnswer } from '../../../src/protocol/models';
import type { Remote } from '../../../src/protocol/rpc';
import {
  bundledModel,
  isThere,
  pyTorchCases,
  pyTorchTranslations,
  type PyTorchCase,
  type PyTorchTranslation,
  type PyTorchWeights,
} from './bundledModel';
import { largestDifference, range } from './closeTo';
import { openService } from './openService';

const bar = 1e-4;

/** Each block of a kind against PyTorch's layer of the same number. */
async function compare(
  ask: Remote<InferenceApi>,
  { run, blocks }: RunAnswer,
  kind: string,
  { shape, weights }: PyTorchWeights,
): Promise<void> {
  const ofKind = [...blocks.entries()].filter(([, block]) => block.kind === kind);
  expect(ofKind.map(([, { layer }]) => layer)).toEqual(range(shape[0]));
  for (const [block, { layer }] of ofKind) {
    const answer = await ask.blockWeights({ run, block });
    expect(answer.shape).toEqual(shape.slice(1));
    const size = answer.weights.length;
    const expected = weights.subarray(layer * size, (layer + 1) * size);
    expect(largestDifference(answer.weights, expected)).toBeLessThan(bar);
  }
}

describe.each([
  ['headlight-encoder', 'self', 'encoder', 'masked'],
  ['headlight-decoder', 'causal', 'decoder', 'next'],
] as const)('%s', (name, kind, modelKind, predicts) => {
  const there = isThere(name);
  const cases: PyTorchCase[] = there ? pyTorchCases(name) : [];
  const ask = openService();
  let model: ModelAnswer;

  beforeAll(async () => {
    if (there) model = await ask.open({ files: bundledModel(name), threads: 1, memory: 0 });
  }, 120_000);

  it('is in this checkout, with its fixture', () => {
    expect(there).toBe(true);
  });

  it.skipIf(!there)('tells what it is', () => {
    expect(model).toMatchObject({ name, kind: modelKind, predicts, refused: [], hasTokenizer: true });
    expect(new Set(model.blocks.map((block) => block.kind))).toEqual(new Set([kind]));
    expect(model.blocks.every(({ queries, keys }) => queries === 'source' && keys === 'source')).toBe(true);
  });

  it.skipIf(!there).each(cases)('computes the weights that PyTorch computes: $text', async (one) => {
    const around = { start: 0, end: 1 };
    const run = await ask.run({ model: model.model, text: one.text, around });
    expect(run.tokens.map((token) => token.id)).toEqual(one.ids);
    expect(run.target).toBeUndefined();
    expect(run.blocks).toHaveLength(one.shape[0]);
    expect(run.selfCheck.maxAbsError).toBeLessThan(bar);
    await compare(ask, run, kind, one);
    await ask.release({ run: run.run });
  });
});

describe('headlight-translator', () => {
  const there = isThere('headlight-translator');
  const cases: PyTorchTranslation[] = there ? pyTorchTranslations() : [];
  const ask = openService();
  let model: ModelAnswer;

  beforeAll(async () => {
    if (there) {
      model = await ask.open({ files: bundledModel('headlight-translator'), threads: 1, memory: 0 });
    }
  }, 120_000);

  const run = (text: string, beams?: number): Promise<RunAnswer> =>
    ask.run({ model: model.model, text, around: { start: 0, end: 1 }, beams });

  it('is in this checkout, with its fixture', () => {
    expect(there).toBe(true);
  });

  it.skipIf(!there)('tells what it is', () => {
    expect(model).toMatchObject({ kind: 'encoderDecoder', predicts: undefined, refused: [] });
    const cross = model.blocks.filter((block) => block.kind === 'cross');
    expect(cross.length).toBeGreaterThan(0);
    expect(cross.every(({ queries, keys }) => queries === 'target' && keys === 'source')).toBe(true);
    expect(model.blocks).toHaveLength(cross.length * 3);
  });

  it.skipIf(!there).each(cases)(
    'writes and weighs as PyTorch does: $text',
    async ({ text, ids, greedy, weights }) => {
      const answer = await run(text);
      const { tokens, target } = answer;
      expect(tokens.map((token) => token.id)).toEqual(ids);
      expect(target?.text).toBe(greedy.text);
      const [start, ...written] = target?.tokens ?? [];
      expect(start).toMatchObject({ special: true, start: 0, end: 0 });
      expect(written.map((token) => token.id)).toEqual(greedy.ids);
      expect(answer.selfCheck.maxAbsError).toBeLessThan(bar);
      await compare(ask, answer, 'self', weights.encoder);
      await compare(ask, answer, 'causal', weights.decoder);
      await compare(ask, answer, 'cross', weights.cross);
      await ask.release({ run: answer.run });
    },
  );

  it.skipIf(!there).each(cases)('searches as PyTorch does: $text', async ({ text, beam }) => {
    const { target, run: number } = await run(text, 4);
    expect(target?.text).toBe(beam.text);
    await ask.release({ run: number });
  });

  it.skipIf(!there)('answers about both texts by cross-attention', async () => {
    const [one] = cases;
    if (!one) throw new Error('no case');
    const { run: number, tokens, target } = await run(one.text);
    const cross = one.weights.cross;
    const [, heads, queries, keys] = cross.shape;
    // A token's row is the one that led to it: that of the query before. Nothing led to the first one.
    const weight = (layer: number, head: number, token: number, key: number): number =>
      token === 0 ? 0 : (cross.weights[((layer * heads + head) * queries + token - 1) * keys + key] ?? NaN);
    const question = {
      run: number,
      choice: { kind: 'cross', layer: 1, head: 2 },
      hideSpecial: false,
    } as const;
    const row = await ask.row({ ...question, tokens: [1], direction: 'attendsTo' });
    expect(row.weights).toHaveLength(tokens.length);
    expect(
      largestDifference(
        row.weights,
        Float32Array.from(range(keys), (key) => weight(1, 2, 1, key)),
      ),
    ).toBeLessThan(bar);
    const column = await ask.row({ ...question, tokens: [0], direction: 'attendedBy' });
    expect(column.weights).toHaveLength(target?.tokens.length ?? 0);
    expect(
      largestDifference(
        column.weights,
        Float32Array.from(range(queries), (query) => weight(1, 2, query, 0)),
      ),
    ).toBeLessThan(bar);

    // Special tokens are those of each side: the source's end, the target's start.
    const hidden = await ask.row({ ...question, hideSpecial: true, tokens: [1], direction: 'attendsTo' });
    const special = tokens.flatMap((token, index) => (token.special ? [index] : []));
    expect(hidden.hidden).toBeCloseTo(
      special.reduce((sum, key) => sum + weight(1, 2, 1, key), 0),
      4,
    );
    const tile = await ask.tile({
      ...question,
      hideSpecial: true,
      queries: { start: 0, end: queries },
      keys: { start: 0, end: keys },
      maxSide: 1000,
    });
    expect([tile.rows, tile.columns]).toEqual([queries, keys]);
    expect(tile.weights.subarray(0, keys).every((value) => value === 0)).toBe(true);
    expect(largestDifference(tile.weights.subarray(keys, 2 * keys), hidden.weights)).toBeLessThan(1e-6);

    const every = await ask.everyHead({ run: number, side: 'target', tokens: [1], direction: 'attendsTo' });
    const kinds = model.blocks.map((block) => block.kind);
    expect(every.weights.map(({ length }) => length)).toEqual(
      kinds.map((kind) => (kind === 'self' ? 0 : heads * (kind === 'causal' ? queries : keys))),
    );

    const { chosen, sharpest } = await ask.topWords({
      ...question,
      tokens: [1],
      direction: 'attendsTo',
      count: 3,
    });
    for (const { start, end, text, special: isSpecial } of chosen.words) {
      if (!isSpecial) expect(text).toBe(one.text.slice(start, end));
    }
    expect(sharpest?.choice.kind).toBe('cross');
    const wrong = ask.row({ ...question, tokens: [queries], direction: 'attendsTo' });
    await expect(wrong).rejects.toMatchObject({ code: 'internal' });
  });
});
