import { describe, expect, it } from 'vitest';
import { describeBlock } from '../../../src/core/onnx/blocks/describeBlock';
import { findBlocks } from '../../../src/core/onnx/blocks/findBlocks';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { reasonSentence } from '../../../src/core/sentences';
import { fixtureModel, form, hasSharedModels, readNames, sharedModel } from './onnxFixtures';

const find = (name: string) => findBlocks(readModel(name, fixtureModel(name)));
const findForm = (name: string) => findBlocks(readModel(name, form(`${name}.onnx`)));

const encoder = ['self 0', 'self 1'];
const decoder = ['causal 0', 'causal 1'];
const both = ['self 0', 'self 1', 'causal 0', 'cross 0', 'causal 1', 'cross 1'];
const kinds: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^(bert|albert|distilbert|electra|roberta|mpnet|deberta-v2|modernbert|xlnet|vit|mha|einsum-heads-first)-/,
    encoder,
  ],
  [/^(bart|marian|t5|whisper)-/, both],
  [/^(torch|gpt2|gpt-neo|gpt-neox|gptj|gpt-bigcode|opt|bloom|llama|mistral|qwen[23]|olmo2|cohere)-/, decoder],
  [/^(gemma[23]|phi3?|falcon|stablelm|einsum|repeat|split-scale|key-scale|merged-heads|sink)-/, decoder],
];

describe('the blocks of published forms', () => {
  it.each(readNames)('have their kind and layer by data flow: %s', (name) => {
    const { blocks, refused } = find(name);
    expect(refused).toEqual([]);
    const expected = kinds.find(([architecture]) => architecture.test(name))?.[1];
    expect(blocks.map(({ kind, layer }) => `${kind} ${layer}`)).toEqual(expected);
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
    ['qwen3-eager-17', 4, 2, 6],
    ['mistral-sdpa-dynamo-20', 4, 2, 4],
    ['gemma3-eager-17', 4, 2, 6],
    ['falcon-eager-17', 4, 1, 4],
    ['albert-sdpa-18', 4, 4, 4],
    ['whisper-eager-14', 4, 4, 4],
    ['einsum-length-first-own-17', 4, 4, 4],
    ['repeat-each-own-17', 4, 2, 4],
    ['repeat-tiled-own-dynamo-20', 4, 2, 4],
    ['repeat-whole-own-17', 4, 2, 4],
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
    ['gpt-neo-eager-17', 1],
    ['whisper-sdpa-dynamo-20', 1 / 2],
    // c2p and p2c beside the content: √(3 · 4).
    ['deberta-v2-eager-dynamo-20', 1 / Math.sqrt(12)],
    ['split-scale-own-17', 1 / 2],
    ['key-scale-own-dynamo-20', 1 / 2],
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
  it('is a softmax over the queries, which an exporter has written', () => {
    const { blocks, refused } = find('cohere2-eager-17');
    expect(blocks).toEqual([]);
    expect(refused.map(({ reason }) => reason.code)).toEqual(['softmax-axis', 'softmax-axis']);
  });

  it.each([
    ['refused-sinks', /attention sink/],
    ['refused-axis-2', /not over the last axis/],
    ['refused-axis-missing', /not over the last axis/],
    ['refused-transpose', /Transpose between the product of queries and keys and the softmax/],
    ['refused-transposed-weights', /Transpose between the softmax and the values/],
    ['refused-no-values', /not followed by a product with values/],
    ['refused-linear-attention', /not a product of queries and keys/],
    ['refused-einsum-sum', /Einsum/],
    ['refused-loop', /inside Loop/],
    ['refused-quantised', /MatMulInteger/],
    [
      'refused-fused-microsoft-attention',
      /does not say the sizes of the fused operator com\.microsoft\.Attention/,
    ],
    [
      'refused-fused-microsoft-multiheadattention',
      /does not say the sizes of the fused operator com\.microsoft\.MultiHeadAttention/,
    ],
    [
      'refused-fused-microsoft-groupqueryattention',
      /does not say the sizes of the fused operator com\.microsoft\.GroupQueryAttention/,
    ],
    ['refused-fused-microsoft-qattention', /fused operator com\.microsoft\.QAttention/],
    ['refused-fused-onnx-attention', /does not say the sizes of the fused operator Attention/],
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
});

it.skipIf(!hasSharedModels)('fused operators of models of other products (needs ../shared/models)', () => {
  const listed = (path: string): readonly string[] => {
    const { blocks, refused } = findBlocks(readModel(path, sharedModel(path)));
    expect(refused).toEqual([]);
    return blocks.map(({ kind, layer, heads = 0, headSize = 0 }) => [kind, layer, heads, headSize].join(' '));
  };
  expect(listed('ort/attention_mha.onnx')).toEqual(['self 0 2 8']);
  expect(listed('genai/tiny-random-gpt2-fp32/past.onnx')).toEqual(
    [0, 1, 2, 3, 4].map((layer) => `causal ${layer} 4 8`),
  );
});
