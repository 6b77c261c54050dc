import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/core/text/tokenizer/createTokenizer';
import { addedToken, type SmallTokenizer, smallTokenizerJson } from './smallTokenizer';

function errorOf(make: () => unknown): unknown {
  try {
    make();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe('a tokenizer file that cannot be used', () => {
  it.each<[string, SmallTokenizer, string]>([
    ['normalizer', { characters: '', normalizer: { type: 'Uppercase' } }, 'normalizer Uppercase'],
    [
      'pre-tokenizer',
      { characters: '', preTokenizer: { type: 'UnicodeScripts' } },
      'pre-tokenizer UnicodeScripts',
    ],
    [
      'one in a sequence',
      {
        characters: '',
        preTokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Digits' }, { type: 'constructor' }] },
      },
      'pre-tokenizer constructor',
    ],
    ['post-processor', { characters: '', postProcessor: { type: 'Other' } }, 'post-processor Other'],
    ['decoder', { characters: '', decoder: { type: 'CTC' } }, 'decoder CTC'],
    ['model', { characters: '', model: { type: 'Other' } }, 'model Other'],
    [
      'regular expression',
      {
        characters: '',
        preTokenizer: { type: 'Split', pattern: { Regex: '(a)\\1' }, behavior: 'Isolated' },
      },
      'the regular expression (a)\\1 has the escape \\1',
    ],
  ])('is refused by name: %s', (_name, small, reason) => {
    expect(
      errorOf(() => createTokenizer(smallTokenizerJson(small), undefined, 'dir/tokenizer.json')),
    ).toMatchObject({
      code: 'tokenizer-unsupported',
      params: { path: 'dir/tokenizer.json', reason },
    });
  });

  const template = (single: object[]): object => ({
    type: 'TemplateProcessing',
    single,
    pair: [],
    special_tokens: {},
  });
  it.each<[string, string, RegExp]>([
    ['no JSON', '{"model":', /^the file is no JSON: /],
    ['a list', '[]', /is no object$/],
    ['no model', '{}', /^model is no object$/],
    [
      'no vocabulary',
      smallTokenizerJson({ characters: '', model: { vocab: null } }),
      /^model\.vocab is no object$/,
    ],
    [
      'an id that is none',
      smallTokenizerJson({ characters: '', model: { vocab: { '[UNK]': -1 } } }),
      /“\[UNK\]”/,
    ],
    ['no unknown piece', smallTokenizerJson({ characters: '', model: { unk_token: '<unk>' } }), /“<unk>”/],
    [
      'a flag that is none',
      smallTokenizerJson({ characters: '', normalizer: { type: 'BertNormalizer', lowercase: 1 } }),
      /^normalizer\.lowercase is not true or false$/,
    ],
    [
      'an added token without text',
      smallTokenizerJson({ characters: '', addedTokens: [{ id: 1 }] }),
      /^added_tokens\[0\]\.content is not a string$/,
    ],
    [
      'a template without its token',
      smallTokenizerJson({
        characters: '',
        postProcessor: template([{ SpecialToken: { id: 'x', type_id: 0 } }]),
      }),
      /^post_processor\.special_tokens\.x is no object$/,
    ],
    [
      'a template with an odd part',
      smallTokenizerJson({ characters: '', postProcessor: template([{ Other: 1 }]) }),
      /SpecialToken is no object$/,
    ],
    [
      'a second text in the template for one',
      smallTokenizerJson({
        characters: '',
        postProcessor: template([{ Sequence: { id: 'B', type_id: 0 } }]),
      }),
      /^post_processor\.single has a second text$/,
    ],
    [
      'merges of pieces that are not there',
      smallTokenizerJson({
        characters: 'ab',
        model: { type: 'BPE', merges: ['a b'], continuing_subword_prefix: null },
      }),
      /“ab” of model\.merges/,
    ],
    [
      'merges that are none',
      smallTokenizerJson({ characters: 'ab', model: { type: 'BPE', merges: ['a b c'] } }),
      /^model\.merges\[0\] is no pair of pieces$/,
    ],
    [
      'scores that are none',
      smallTokenizerJson({ characters: '', model: { type: 'Unigram', vocab: [['a', '1']] } }),
      /^model\.vocab\[0\]/,
    ],
    [
      'an unknown piece beyond the vocabulary',
      smallTokenizerJson({ characters: '', model: { type: 'Unigram', vocab: [['a', 1]], unk_id: 1 } }),
      /^model\.unk_id/,
    ],
    [
      'a charsmap that is no Base64',
      smallTokenizerJson({
        characters: '',
        normalizer: { type: 'Precompiled', precompiled_charsmap: 'AA?A' },
      }),
      /Base64$/,
    ],
    [
      'a charsmap without its trie',
      smallTokenizerJson({
        characters: '',
        normalizer: { type: 'Precompiled', precompiled_charsmap: '/////wAA' },
      }),
      /cut off$/,
    ],
    [
      'a pattern that is none',
      smallTokenizerJson({
        characters: '',
        preTokenizer: { type: 'Split', pattern: {}, behavior: 'Isolated' },
      }),
      /pattern/,
    ],
    [
      'an unknown behavior',
      smallTokenizerJson({
        characters: '',
        preTokenizer: { type: 'Split', pattern: { String: 'a' }, behavior: 'Kept' },
      }),
      /^Split has the unknown behavior Kept$/,
    ],
    [
      'an unknown way to prepend',
      smallTokenizerJson({
        characters: '',
        preTokenizer: { type: 'Metaspace', replacement: '_', prepend_scheme: 'last' },
      }),
      /prepend_scheme last$/,
    ],
    [
      'odd names of special tokens',
      smallTokenizerJson({
        characters: '',
        postProcessor: { type: 'BertProcessing', sep: ['x'], cls: ['y', 1] },
      }),
      /post_processor\.(cls|sep)/,
    ],
  ])('is invalid with the reason: %s', (_name, json, reason) => {
    expect(errorOf(() => createTokenizer(json))).toMatchObject({
      code: 'tokenizer-invalid',
      params: { path: 'tokenizer.json', reason: expect.stringMatching(reason) as string },
    });
  });
});

describe('a tokenizer', () => {
  const json = smallTokenizerJson({ characters: 'ab', addedTokens: [addedToken('<x>')] });

  it('says how many ids there are', () => {
    // [UNK], a, b, ##a, ##b, <x>
    expect(createTokenizer(json).vocabularySize).toBe(6);
  });

  it.each([
    ['{"model_max_length": 512}', 512],
    ['{"model_max_length": 1000000000000000019884624838656}', undefined],
    ['{"model_max_length": 1e30}', undefined],
    ['{"model_max_length": "512"}', undefined],
    ['{"model_max_length": null}', undefined],
    ['{}', undefined],
  ])('takes its longest text from the configuration: %s', (config, expected) => {
    expect(createTokenizer(json, config).maxLength).toBe(expected);
  });

  it('does not truncate or pad, whatever the file says', () => {
    const truncating = JSON.stringify({
      ...(JSON.parse(json) as object),
      truncation: { direction: 'Right', max_length: 2, strategy: 'LongestFirst', stride: 0 },
      padding: { strategy: { Fixed: 8 }, direction: 'Right', pad_id: 0, pad_type_id: 0, pad_token: '[UNK]' },
    });
    expect(createTokenizer(truncating).encode('a b a').tokens).toHaveLength(3);
  });

  it('opens a file with a byte order mark', () => {
    expect(createTokenizer(`\ufeff${json}`).encode('a').tokens).toHaveLength(1);
  });

  it('reads the model’s kind from its properties where old files leave it out', () => {
    expect(
      createTokenizer(smallTokenizerJson({ characters: 'ab', model: { type: null } })).encode('ab').tokens,
    ).toHaveLength(2);
  });

  it('says which text a token stands for, across lone surrogates', () => {
    const { tokens } = createTokenizer(json).encode('a\ud800b \udc00 😀');
    expect(tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['a', 0, 1],
      ['##b', 2, 3],
      ['[UNK]', 6, 8],
    ]);
  });
});
