import { describe, expect, it } from 'vitest';
import { describeBlock } from '../../../src/core/onnx/describeBlock';
import { findBlocks } from '../../../src/core/onnx/findBlocks';
import { readModel } from '../../../src/core/onnx/readModel';
import { reasonSentence } from '../../../src/core/sentences';
import { fixtureModel, fixtureNames, form, hasSharedModels, sharedModel } from './onnxFixtures';

const find = (name: string) => findBlocks(readModel(name, fixtureModel(name)));
const findForm = (name: string) => findBlocks(readModel(name, form(`${name}.onnx`)));

const encoder = ['self 0', 'self 1'];
const decoder = ['causal 0', 'causal 1'];
const both = ['self 0', 'self 1', 'causal 0', 'cross 0', 'causal 1', 'cross 1'];
const kinds: Readonly<Record<string, readonly string[]>> = {
  bert: encoder,
  albert: encoder,
  distilbert: encoder,
  electra: encoder,
  roberta: encoder,
  mpnet: encoder,
  vit: encoder,
  mha: encoder,
  torch: decoder,
  gpt2: decoder,
  gpt: decoder,
  llama: decoder,
  opt: decoder,
  gemma2: decoder,
  bloom: decoder,
  bart: both,
  marian: both,
  t5: both,
};

describe('the blocks of published forms', () => {
  it.each(fixtureNames)('have their kind and layer by data flow: %s', (name) => {
    const { blocks, refused } = find(name);
    expect(refused).toEqual([]);
    expect(blocks.map(({ kind, layer }) => `${kind} ${layer}`)).toEqual(kinds[name.split('-')[0] ?? '']);
  });

  it.each([
    ['bert-eager-11', 4, 4, 4],
    ['bert-sdpa-17', 4, 4, 4],
    ['bert-sdpa-dynamo', 4, 4, 4],
    ['distilbert-eager-17', 2, 2, 8],
    ['llama-eager-14', 4, 2, 4],
    ['llama-sdpa-17', 4, 2, 4],
    ['llama-sdpa-dynamo', 4, 2, 4],
    ['gemma2-eager-17', 4, 2, 6],
    ['t5-eager-17', 3, 3, 6],
    ['marian-eager-14', 4, 4, 4],
    ['mha-sdpa-dynamo', 4, 4, 4],
  ])('say their heads without a run: %s', (name, heads, keyValueHeads, headSize) => {
    for (const block of find(name).blocks) expect(block).toMatchObject({ heads, keyValueHeads, headSize });
  });

  it.each([
    ['bert-eager-17', 1 / 2],
    ['bert-sdpa-17', 1 / 2],
    ['bert-sdpa-dynamo', 1 / 2],
    ['distilbert-eager-11', 1 / Math.sqrt(8)],
    ['gpt2-eager-11', 1 / 2],
    ['gpt2-sdpa-17', 1 / 2],
    ['llama-sdpa-17', 1 / 2],
    ['bart-eager-14', 1 / 2],
    ['t5-eager-17', 1],
    // query_pre_attn_scalar 5 and a soft-cap of 3: tanh(q · k / √5 / 3) · 3.
    ['gemma2-eager-17', 1 / Math.sqrt(5) / 3],
  ])('say their scale, wherever the graph puts it: %s', (name, scale) => {
    for (const block of find(name).blocks) expect(block.scale).toBeCloseTo(scale, 6);
  });

  it('are described in words', () => {
    expect(find('gemma2-eager-17').blocks.map((block) => describeBlock(block).bias)[0]).toEqual([
      'scale 0.149071',
      'tanh',
      'multiply by 3',
      'add bias',
    ]);
    const [first] = find('distilbert-eager-17').blocks;
    expect(first && Object.keys(describeBlock(first).taps)).toEqual([
      'query',
      'key',
      'value',
      'context',
      'mask',
    ]);
  });

  it('tap keys and values before they are repeated for grouped heads', () => {
    for (const name of ['llama-eager-14', 'llama-sdpa-17', 'llama-sdpa-dynamo', 'gemma2-eager-17']) {
      for (const { query, key, value } of find(name).blocks) {
        expect([query.repeatAxis, key.repeatAxis, value.repeatAxis]).toEqual([undefined, 1, 1]);
      }
    }
  });

  it('tap masks before they are expanded to all heads and queries', () => {
    const model = readModel('distilbert', fixtureModel('distilbert-eager-17'));
    const makers = new Map(
      model.graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node.opType])),
    );
    for (const { program } of findBlocks(model).blocks) {
      const where = program.find((step) => step.op === 'Where');
      expect(makers.get(where?.condition ?? '')).not.toBe('Expand');
    }
  });
});

describe('what is not read yet', () => {
  it.each([
    ['refused-sinks', /attention sink/],
    ['refused-axis-2', /not over the last axis/],
    ['refused-axis-missing', /not over the last axis/],
    ['refused-transpose', /Transpose between the product of queries and keys and the softmax/],
    ['refused-transposed-weights', /Transpose between the softmax and the values/],
    ['refused-no-values', /not followed by a product with values/],
    ['refused-linear-attention', /not a product of queries and keys/],
    ['refused-einsum', /Einsum/],
    ['refused-quantised', /MatMulInteger/],
    ['refused-fused-microsoft-attention', /fused operator com\.microsoft\.Attention/],
    ['refused-fused-microsoft-multiheadattention', /fused operator com\.microsoft\.MultiHeadAttention/],
    ['refused-fused-microsoft-groupqueryattention', /fused operator com\.microsoft\.GroupQueryAttention/],
    ['refused-fused-microsoft-qattention', /fused operator com\.microsoft\.QAttention/],
    ['refused-fused-onnx-attention', /fused operator Attention/],
    ['refused-if', /inside If/],
    ['refused-function', /inside the function Attend/],
  ])('is refused by name: %s', (name, reason) => {
    const { blocks, refused } = findForm(name);
    expect(blocks).toEqual([]);
    expect(refused[0] && reasonSentence(refused[0].reason)).toMatch(reason);
    expect(refused[0]?.node).not.toBe('');
  });

  it.each(['none-classifier', 'none-router', 'none-linear'])('is no attention at all: %s', (name) => {
    expect(findForm(name)).toEqual({ blocks: [], refused: [] });
  });

  it.skipIf(!hasSharedModels)('is refused in models of other products (needs ../shared/models)', () => {
    const refusals = (path: string): readonly string[] =>
      findBlocks(readModel(path, sharedModel(path))).refused.map(({ reason }) => reasonSentence(reason));
    expect(refusals('ort/attention_mha.onnx')).toEqual([
      'the fused operator com.microsoft.MultiHeadAttention is not read yet',
    ]);
    expect(refusals('genai/tiny-random-gpt2-fp32/past.onnx')).toHaveLength(5);
  });
});
