import { describe, expect, it } from 'vitest';
import type { AttentionBlock } from '../../../src/core/onnx/blocks/block';
import type { ValueInfo } from '../../../src/core/onnx/graph/model';
import type { ElementType, Tensors } from '../../../src/core/onnx/graph/tensor';
import { fillFeeds } from '../../../src/worker/session/fillFeeds';

type Declared = readonly [name: string, type: ElementType, shape?: readonly (number | string)[] | undefined];

function model(...inputs: Declared[]): { inputs: ValueInfo[]; needed: Set<string> } {
  return {
    inputs: inputs.map(([name, type, shape]) => ({ name, type, shape, message: { offset: 0, length: 0 } })),
    needed: new Set(inputs.map(([name]) => name)),
  };
}

function plain(feeds: Tensors): Record<string, unknown[]> {
  return Object.fromEntries(
    [...feeds].map(([name, { type, dims, data }]) => [name, [type, dims, Array.from(data, Number)]]),
  );
}

const ids = [5, 6, 7];
const text = ['batch', 'sequence'] as const;

describe('the inputs of a run', () => {
  it('follow from the ids for an encoder', () => {
    const bert = model(
      ['input_ids', 'int64', text],
      ['attention_mask', 'int64', text],
      ['token_type_ids', 'int64', text],
      ['position_ids', 'int64', [1, 'sequence']],
    );
    const { feeds, lengths } = fillFeeds(bert, { ids, inputs: {} });
    expect(plain(feeds)).toEqual({
      input_ids: ['int64', [1, 3], [5, 6, 7]],
      attention_mask: ['int64', [1, 3], [1, 1, 1]],
      token_type_ids: ['int64', [1, 3], [0, 0, 0]],
      position_ids: ['int64', [1, 3], [0, 1, 2]],
    });
    expect(lengths).toEqual([3]);
  });

  it('come in the type that the graph declares', () => {
    const odd = model(
      ['ids', 'int32', ['n']],
      ['mask', 'float32', ['b', 'n']],
      ['src_key_padding_mask', 'bool', ['b', 'n']],
      ['valid_mask', 'bool', undefined],
      ['use_cache_branch', 'bool', [1]],
    );
    expect(plain(fillFeeds(odd, { ids, inputs: {} }).feeds)).toEqual({
      ids: ['int32', [3], [5, 6, 7]],
      mask: ['float32', [1, 3], [1, 1, 1]],
      src_key_padding_mask: ['bool', [1, 3], [0, 0, 0]],
      valid_mask: ['bool', [1, 3], [1, 1, 1]],
      use_cache_branch: ['bool', [1], [0]],
    });
  });

  it('feed both sides of an encoder-decoder, each mask as long as its ids', () => {
    const bart = model(
      ['attention_mask', 'int64', ['batch', 'source']],
      ['decoder_attention_mask', 'int64', ['batch', 'target']],
      ['input_ids', 'int64', ['batch', 'source']],
      ['decoder_input_ids', 'int64', ['batch', 'target']],
    );
    const { feeds, lengths } = fillFeeds(bart, { ids, inputs: { decoder_input_ids: [2, 9, 8, 4] } });
    expect(plain(feeds)).toEqual({
      attention_mask: ['int64', [1, 3], [1, 1, 1]],
      decoder_attention_mask: ['int64', [1, 4], [1, 1, 1, 1]],
      input_ids: ['int64', [1, 3], [5, 6, 7]],
      decoder_input_ids: ['int64', [1, 4], [2, 9, 8, 4]],
    });
    expect(new Set(lengths)).toEqual(new Set([3, 4]));
    expect(fillFeeds(bart, { ids, inputs: {} }).feeds.get('decoder_input_ids')?.dims).toEqual([1, 3]);
  });

  it('keep the mask of given encoder states apart from the mask of the ids', () => {
    const decoder = model(
      ['input_ids', 'int64', ['batch', 'target']],
      ['attention_mask', 'int64', ['batch', 'target']],
      ['encoder_attention_mask', 'int64', ['batch', 'source']],
      ['encoder_hidden_states', 'float32', ['batch', 'source', 2]],
    );
    const { feeds, lengths } = fillFeeds(decoder, {
      ids,
      inputs: { encoder_hidden_states: [1, 2, 3, 4, 5, 6, 7, 8] },
    });
    expect([...feeds].map(([name, { dims }]) => [name, dims])).toEqual([
      ['encoder_hidden_states', [1, 4, 2]],
      ['input_ids', [1, 3]],
      ['attention_mask', [1, 3]],
      ['encoder_attention_mask', [1, 4]],
    ]);
    expect(new Set(lengths)).toEqual(new Set([3, 4]));
  });

  it('have an empty cache', () => {
    const gpt = model(
      ['input_ids', 'int64', text],
      ['past_key_values.0.key', 'float32', ['batch', 4, 'past', 8]],
    );
    expect(fillFeeds(gpt, { ids, inputs: {} }).feeds.get('past_key_values.0.key')).toMatchObject({
      dims: [1, 4, 0, 8],
      data: new Float32Array(),
    });
  });

  it.each<[string, readonly (number | string)[], readonly number[]]>([
    ['past_key_values.0.value', ['batch_size', 4, 'past_sequence_length', 8], [1, 4, 0, 8]],
    ['past_key_values.0.key', ['batch', 'num_heads', 'past_len', 'head_dim'], [1, 2, 0, 6]],
    ['past_key_0', ['?', 4, '?', 8], [1, 4, 0, 8]],
    ['past_0', [2, 'batch_size', 4, 'seq_len', 8], [2, 1, 4, 0, 8]],
    ['past_1', [2, '?', 4, '?', 8], [2, 1, 4, 0, 8]],
  ])('have an empty cache in every layout: %s %j', (name, shape, dims) => {
    // SAFETY: what a cache follows from; the rest of a block is not looked at.
    const blocks = [{ kind: 'causal', keyValueHeads: 2, headSize: 6 } as AttentionBlock];
    const gpt = { ...model(['input_ids', 'int64', text], [name, 'float16', shape]), blocks };
    const { feeds } = fillFeeds(gpt, { ids, inputs: {} });
    expect(feeds.get(name)).toMatchObject({ type: 'float16', dims, data: new Uint16Array() });
  });

  it('are those that are named, where they are named', () => {
    const bert = model(['input_ids', 'int64', text], ['attention_mask', 'int64', text]);
    const { feeds } = fillFeeds(bert, { ids, inputs: { attention_mask: [1, 1, 0] } });
    expect(plain(feeds).attention_mask).toEqual(['int64', [1, 3], [1, 1, 0]]);
    const { feeds: named, lengths } = fillFeeds(bert, { inputs: { input_ids: [4, 4] } });
    expect(named.get('attention_mask')?.dims).toEqual([1, 2]);
    expect(lengths).toEqual([2]);
  });

  it('leave out what no tap needs', () => {
    const pruned = {
      ...model(['input_ids', 'int64', text], ['labels', 'int64', text]),
      needed: new Set(['input_ids']),
    };
    expect([...fillFeeds(pruned, { ids, inputs: { labels: [1] } }).feeds.keys()]).toEqual(['input_ids']);
  });
});

describe('inputs that cannot be filled in', () => {
  const expectError = (run: () => unknown, code: string, params: object): void => {
    expect(run).toThrow(expect.objectContaining({ code, params: expect.objectContaining(params) as object }));
  };

  it.each<[string, Declared, string]>([
    ['vectors', ['inputs_embeds', 'float32', ['batch', 'sequence', 64]], 'float32[batch, sequence, 64]'],
    [
      'a cache of unknown size',
      ['past', 'float32', ['layers', 'batch', 'heads', 'past', 'size']],
      'float32[layers',
    ],
    ['labels', ['labels', 'int64', text], 'int64[batch, sequence]'],
    ['half-precision states', ['mask', 'float16', text], 'float16'],
  ])('are named with their type: %s', (_, input, type) => {
    const bert = model(['input_ids', 'int64', text], input);
    const run = (): unknown => fillFeeds(bert, { ids, inputs: {} });
    expectError(run, 'model-input', { name: input[0], type: expect.stringContaining(type) as string });
  });

  it.each<[Declared, string]>([
    [['pixel_values', 'float32', ['batch', 3, 224, 224]], 'model-image'],
    [['input_features', 'float32', ['batch', 80, 3000]], 'model-audio'],
    [['encoder_hidden_states', 'float32', ['batch', 'source', 16]], 'model-encoder-missing'],
  ])('are refused by what they hold: %s', (input, code) => {
    expectError(() => fillFeeds(model(input), { ids, inputs: {} }), code, { name: input[0] });
  });

  it('are unknown, too long, or missing', () => {
    const bert = model(['input_ids', 'int64', text], ['attention_mask', 'int64', text]);
    expectError(() => fillFeeds(bert, { ids, inputs: { nothing: [1] } }), 'input-unknown', {
      name: 'nothing',
      names: 'input_ids, attention_mask',
    });
    const long = { ids, inputs: { input_ids: ids, attention_mask: [1, 1, 1, 1] } };
    expectError(() => fillFeeds(bert, long), 'input-size', {
      name: 'attention_mask',
      expected: 3,
      actual: 4,
    });
    expectError(() => fillFeeds(model(['x', 'int64', [1, 8]]), { ids, inputs: {} }), 'input-size', {
      name: 'x',
      expected: 8,
      actual: 3,
    });
    expectError(() => fillFeeds(bert, { inputs: {} }), 'model-input', { name: 'input_ids' });
    expectError(
      () => fillFeeds(model(['a', 'int64', text], ['b', 'int64', text]), { ids, inputs: {} }),
      'model-input',
      {
        name: 'b',
      },
    );
  });
});
