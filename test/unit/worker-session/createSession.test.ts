import { describe, expect, it } from 'vitest';
import type { BoundBlock } from '../../../src/core/attention/boundBlock';
import { bindBlocks } from '../../../src/core/attention/bindBlocks';
import type { AttentionBlock } from '../../../src/core/onnx/blocks/block';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import { createSession } from '../../../src/worker/session/createSession';
import { fillFeeds } from '../../../src/worker/session/fillFeeds';
import { shareEqual } from '../../../src/worker/session/shareEqual';
import { fixtureModel, form } from '../core-onnx/onnxFixtures';
import { allRows, boundRun, largestDifference } from './boundRun';
import { engine } from './engineForTests';

const wasm = engine();
const ids = [9, 4, 33, 17, 8, 21, 5];

describe('a session', () => {
  it('says what ONNX Runtime has against a model', async () => {
    const bytes = form('softmax-axis-3.onnx');
    const tapped = tapModel('odd.onnx', bytes);
    // An operator that there is not: field 4 of a node, six letters.
    const graph = tapped.graph.slice();
    graph.set(new TextEncoder().encode('MutMal'), Buffer.from(graph).indexOf('\x22\x06MatMul') + 2);
    const loading = createSession(wasm, { ...tapped, graph }, { model: bytes, external: {} });
    await expect(loading).rejects.toMatchObject({
      code: 'model-load',
      params: { path: 'odd.onnx', reason: expect.stringContaining('MutMal') as string },
    });
  });

  it('says what went wrong in a run, and works on', async () => {
    const bytes = fixtureModel('bert-eager-17');
    const tapped = tapModel('bert.onnx', bytes);
    const session = await createSession(wasm, tapped, { model: bytes, external: {} });
    const run = (tokens: readonly number[]) =>
      session.run(fillFeeds(tapped, { ids: tokens, inputs: {} }).feeds);
    await expect(run([4000])).rejects.toMatchObject({
      code: 'model-run',
      params: {
        model: 'bert.onnx',
        reason: expect.stringMatching(/indices element out of data bounds/) as string,
      },
    });
    expect((await run(ids)).size).toBeGreaterThan(6);
    await session.dispose();
  });

  it('has one thread unless the script for more is given', async () => {
    const bytes = form('two-axes.onnx');
    const session = await createSession({ ...wasm, threads: 4 }, tapModel('m', bytes), {
      model: bytes,
      external: {},
    });
    expect(session.threads).toBe(1);
    await session.dispose();
  });
});

describe('equal tensors', () => {
  it('share their data; others do not', () => {
    const make = (last: number): Float32Array =>
      Float32Array.from({ length: 400 }, (_, at) => (at === 399 ? last : at));
    const [a, b, c] = [make(1), make(1), make(2)];
    const dims = [20, 20];
    const shared = shareEqual(
      new Map([
        ['a', { type: 'float32' as const, dims, data: a }],
        ['b', { type: 'float32' as const, dims: [1, 400], data: b }],
        ['c', { type: 'float32' as const, dims, data: c }],
      ]),
    );
    expect(shared.get('b')?.data).toBe(a);
    expect(shared.get('b')?.dims).toEqual([1, 400]);
    expect(shared.get('c')?.data).toBe(c);
  });

  it('are the masks of all layers', async () => {
    const { bound, tensors } = await boundRun('gpt2', fixtureModel('gpt2-eager-17'), {
      ids: Array.from({ length: 20 }, (_, index) => index + 5),
      inputs: {},
    });
    const masks = bound.map(
      ({ block }) => block.program.find((step) => step.op === 'Where')?.condition ?? '',
    );
    expect(new Set(masks).size).toBe(2);
    expect(new Set(masks.map((name) => tensors.get(name)?.data)).size).toBe(1);
  });
});

describe('a program that is wrong', () => {
  const inputs = { input_ids: ids, attention_mask: [1, 1, 1, 1, 1, 0, 0] };
  const mutations: [string, string, (block: AttentionBlock) => Partial<AttentionBlock>][] = [
    ['without its scale', 'bert-eager-17', ({ program }) => ({ program: program.slice(1) })],
    ['without its mask', 'bert-eager-17', ({ program }) => ({ program: program.slice(0, 1) })],
    [
      'without the factor on the query',
      'distilbert-eager-17',
      ({ query }) => ({ query: { ...query, factors: [] } }),
    ],
    [
      'without its causal mask',
      'gpt2-eager-17',
      ({ program }) => ({ program: program.filter((s) => s.op !== 'Where') }),
    ],
    [
      'without its soft-cap',
      'gemma2-eager-17',
      ({ program }) => ({ program: program.filter((s) => s.op !== 'Tanh') }),
    ],
    ['without its relative positions', 'mpnet-eager-14', ({ program }) => ({ program: program.slice(0, 2) })],
    [
      'with values in the place of the keys',
      'llama-eager-14',
      ({ key, value }) => ({ key: { ...key, tensor: value.tensor } }),
    ],
  ];

  it.each(mutations)('is caught by the self-check: %s', async (_, name, mutate) => {
    const { tapped, tensors, bound } = await boundRun(name, fixtureModel(name), { inputs });
    expect(bound).toHaveLength(2);
    const wrong = tapped.blocks.map((block) => ({ ...block, ...mutate(block) }));
    const again = bindBlocks(wrong, tensors);
    expect(again.bound).toEqual([]);
    for (const { reason } of again.refused) expect(reason.code).toBe('self-check');
  });
});

describe('padding', () => {
  it('changes the rows of the text not at all in an encoder', async () => {
    const name = 'bert-sdpa-17';
    const whole = await boundRun(name, fixtureModel(name), { ids, inputs: {} });
    const inputs = { input_ids: [...ids, 0, 0, 0], attention_mask: [1, 1, 1, 1, 1, 1, 1, 0, 0, 0] };
    const padded = await boundRun(name, fixtureModel(name), { inputs });
    const text = (block: BoundBlock | undefined): number[] => {
      if (!block) return [];
      const { heads, queries, keys } = block;
      const rows = allRows(block);
      return Array.from({ length: heads * 49 }, (_, index) => {
        const [head, query, key] = [Math.floor(index / 49), Math.floor(index / 7) % 7, index % 7];
        return rows[(head * queries + query) * keys + key] ?? NaN;
      });
    };
    for (const layer of [0, 1]) {
      expect(largestDifference(text(padded.bound[layer]), text(whole.bound[layer]))).toBeLessThan(1e-5);
    }
  });
});
