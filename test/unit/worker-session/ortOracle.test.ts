import { describe, expect, it } from 'vitest';
import { form, hasSharedModels, sharedModel } from '../core-onnx/onnxFixtures';
import { allRows, boundRun, largestDifference } from './boundRun';
import { softmaxOutputs } from './withSoftmaxOutputs';

/** Values that are far from uniform, the same in every run. */
const values = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => 2 * Math.sin(7 * index + 1));

const readForms = [
  'every-step',
  'softmax-axis-3',
  'two-axes',
  'broadcast-keys',
  'nan-guard',
  'einsum-scores',
  'einsum-turned',
];

describe('rows are the graph’s own softmax', () => {
  it.each(readForms)('%s', async (name) => {
    const model = form(`${name}.onnx`);
    for (const length of [1, 5, 9]) {
      const { bound, refused, feeds } = await boundRun(name, model, { inputs: { x: values(length * 8) } });
      expect(refused).toEqual([]);
      const [own] = bound;
      const [graph] = await softmaxOutputs(model, feeds);
      const expected = Float32Array.from(graph?.data as Float32Array, (weight) =>
        name === 'nan-guard' && Number.isNaN(weight) ? 0 : weight,
      );
      if (own) expect(largestDifference(allRows(own), expected)).toBeLessThan(2e-6);
    }
  });

  it('with weights in a file of their own', async () => {
    const external = { 'external.onnx_data': form('external.onnx_data') };
    const { bound, checks } = await boundRun(
      'external',
      form('external.onnx'),
      { inputs: { x: values(40) } },
      external,
    );
    expect(bound).toHaveLength(1);
    expect(checks[0]?.maxAbsError).toBeLessThan(1e-6);
    // Not the weights of a model that was loaded without them.
    expect(checks[0]?.largest).toBeGreaterThan(0.1);
  });
});

describe('a block that only the run shows to be no attention between tokens', () => {
  it.each([
    ['refused-multi-query', 'queries-mixed'],
    ['refused-windows', 'not-tokens'],
  ])('is refused: %s', async (name, code) => {
    const { bound, refused } = await boundRun(name, form(`${name}.onnx`), { inputs: { x: values(64) } });
    expect(bound).toEqual([]);
    expect(refused[0]?.reason.code).toBe(code);
  });
});

describe.skipIf(!hasSharedModels)('models of other products (needs ../shared/models)', () => {
  const ids = [7, 3, 11, 2, 5, 13];
  const cases: [string, Record<string, readonly number[]>, string[]][] = [
    ['ort/bert_toy_optimized.onnx', {}, ['self 0', 'self 1', 'self 2', 'self 3', 'self 4']],
    [
      'ort/bert_toy_optimized.onnx',
      { input_mask: [1, 1, 1, 1, 0, 0] },
      ['self 0', 'self 1', 'self 2', 'self 3', 'self 4'],
    ],
    ['ort/gpt2_one_layer.onnx', {}, ['causal 0']],
    ['vespa/random_encoder.onnx', {}, ['self 0']],
    [
      'vespa/random_decoder.onnx',
      { encoder_hidden_states: values(4 * 8), encoder_attention_mask: [0, 0, 0, -1e9] },
      ['self 0', 'cross 0'],
    ],
  ];

  it.each(cases)('%s %j', async (path, inputs, kinds) => {
    const model = sharedModel(path);
    const { bound, layers, refused, checks, feeds } = await boundRun(path, model, { ids, inputs });
    expect(refused).toEqual([]);
    expect(bound.map(({ kind }, index) => `${kind} ${layers[index] ?? ''}`)).toEqual(kinds);
    const graph = await softmaxOutputs(model, feeds);
    bound.forEach((block, index) => {
      expect(largestDifference(allRows(block), graph[index]?.data as Float32Array)).toBeLessThan(1e-6);
    });
    expect(Math.max(...checks.map((check) => check.maxAbsError))).toBeLessThan(1e-6);
  });

  it('a step with an empty cache', async () => {
    const model = sharedModel('ort/gpt2_past.onnx');
    const past = Object.fromEntries(
      Array.from({ length: 12 }, (_, layer) => [`past_${layer}`, [] as number[]]),
    );
    const { bound, feeds } = await boundRun('gpt2_past', model, { inputs: { input_ids: [4], ...past } });
    expect(feeds.get('past_0')?.dims).toEqual([2, 1, 2, 0, 2]);
    expect(bound).toHaveLength(12);
    expect(bound.map(({ heads, queries, keys }) => [heads, queries, keys])[0]).toEqual([2, 1, 1]);
  });

  it('say that every weight is 1 where batch and length are mixed up', async () => {
    const path = 'vespa/dummy_transformer_mlm.onnx';
    const { bound, refused } = await boundRun(path, sharedModel(path), { ids, inputs: {} });
    expect(bound).toEqual([]);
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) expect(reason.code).toBe('one-key');
  });
});
