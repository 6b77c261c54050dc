import { describe, expect, it } from 'vitest';
import { AlignedText } from '../../../src/core/text/tokenizer/alignedText';
import { JsonObject } from '../../../src/core/text/tokenizer/jsonObject';
import { createNormalizer } from '../../../src/core/text/tokenizer/normalizer/createNormalizer';
import { generateStrings } from '../../fixtures/text/generateStrings';
import { makeCharacterMap } from '../../fixtures/text/makeCharacterMap';
import { everyCodePoint } from './everyCodePoint';
import { bothOf, mismatches, precompiledOf } from './oracle';
import { addedToken } from './smallTokenizer';

/** Each character of a text is a token of its own, so that each range shows. */
const characters = { type: 'BPE', unk_token: '<unk>', fuse_unk: false, vocab: { '<unk>': 0 }, merges: [] };
/** Each word of a text is a token, so that each border shows. */
const words = { type: 'WordLevel', unk_token: '<unk>', vocab: { '<unk>': 0 } };

function fileOf(model: object, stages: object): string {
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      addedToken('<x>', { special: true }),
      addedToken('<y é>', { normalized: true, lstrip: true }),
    ],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model,
    ...stages,
  });
}

const texts = [
  ...generateStrings(200, 31),
  '',
  ' ',
  '<x>',
  ' a b<x> c  d ',
  'a <y é>b <Y e> <y e\u0301> ▁<y▁é>',
  '<x>😀<x> 😀',
  '▁a ▁ b',
  'ﬁ\u0301x \u200bＡb\u200bc e\u0301\u0323 é\u0301 😀\u200d😀 \r\n㍿',
  '\u0007\u200ba\u0007\u0007',
  'a\u0301\u0323\u0323\u0301 é\u0323 ậ q\u0323\u0307 \u1100\u1161\u11a8 각 각\u11a8 \u09c7\u09be',
  'ﬁ ﷺ ㍿ Ⅷ ½ ｱﾞ e\u0301\u034f\u0301 \u0344 \u212b \u2126 \u0958 豈 \u{2f800}',
  '\u0301a \u0301 \u0323\u0301',
];

/** Rules that put in, leave out, and match a part of a grapheme only. */
const smallMap = makeCharacterMap({
  ﬁ: 'fi',
  Ａ: 'A',
  '\u0000': ' ',
  '\u200b': '',
  '\u0007': '',
  'e\u0301': 'é',
  é: 'e\u0301\u0301',
  '😀': ':-)',
  '㍿': '株式会社',
  '\r\n': '\n',
  a: 'b',
});

const normalizers: readonly (readonly [string, object])[] = [
  ['NFC', { type: 'NFC' }],
  ['NFD', { type: 'NFD' }],
  ['NFKC', { type: 'NFKC' }],
  ['NFKD', { type: 'NFKD' }],
  ['Precompiled, small', { type: 'Precompiled', precompiled_charsmap: smallMap }],
  ['Lowercase', { type: 'Lowercase' }],
  ['StripAccents', { type: 'StripAccents' }],
  ['Nmt', { type: 'Nmt' }],
  ['ByteLevel', { type: 'ByteLevel' }],
  ['Strip', { type: 'Strip', strip_left: true, strip_right: true }],
  ['Strip left', { type: 'Strip', strip_left: true, strip_right: false }],
  ['Strip right', { type: 'Strip', strip_left: false, strip_right: true }],
  ['Prepend', { type: 'Prepend', prepend: '▁😀' }],
  ['Replace string', { type: 'Replace', pattern: { String: 'a' }, content: '😀b' }],
  ['Replace by nothing', { type: 'Replace', pattern: { Regex: '\\s+' }, content: '' }],
  ['Replace expression', { type: 'Replace', pattern: { Regex: '[^\\p{L}]{2,}' }, content: '▁▁' }],
  ['Replace what is empty', { type: 'Replace', pattern: { Regex: 'a*' }, content: '-' }],
  [
    'Sequence',
    {
      type: 'Sequence',
      normalizers: [
        { type: 'NFKD' },
        { type: 'StripAccents' },
        { type: 'Lowercase' },
        { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
        { type: 'Strip', strip_left: true, strip_right: true },
      ],
    },
  ],
];

const precompiled = precompiledOf('t5-small');

describe('normalisers', () => {
  for (const [name, json] of precompiled
    ? [...normalizers, ['Precompiled', precompiled] as const]
    : normalizers) {
    // The others go by no table of characters.
    if (/^(NF|Lower|StripA|Nmt|Precompiled$|ByteLevel)/.test(name))
      it(`give the text of the Rust package for every code point: ${name}`, () => {
        const ours = createNormalizer(JsonObject.of(json, ''));
        const rust = bothOf(fileOf(characters, { normalizer: json })).rust.getNormalizer();
        for (const text of everyCodePoint((character) => `a\u0301${character}\u0334${character}\u0323b `))
          expect(ours.normalize(AlignedText.of(text)).text).toBe(rust?.normalizeString(text));
      });

    it(`give the ranges of the Rust package: ${name}`, async () => {
      const both = bothOf(fileOf(characters, { normalizer: json }));
      expect((await mismatches(both, texts)).slice(0, 2)).toEqual([]);
    });
  }
});

const behaviors = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];
const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };

const preTokenizers: readonly (readonly [string, object])[] = [
  ['BertPreTokenizer', { type: 'BertPreTokenizer' }],
  ['ByteLevel', byteLevel],
  ['ByteLevel with a blank before', { ...byteLevel, add_prefix_space: true }],
  ['ByteLevel whole', { ...byteLevel, use_regex: false }],
  ['CharDelimiterSplit', { type: 'CharDelimiterSplit', delimiter: '😀' }],
  ['Digits', { type: 'Digits', individual_digits: false }],
  ['Digits one by one', { type: 'Digits', individual_digits: true }],
  ['Metaspace', metaspace],
  ['Metaspace first', { ...metaspace, prepend_scheme: 'first' }],
  ['Metaspace never', { ...metaspace, prepend_scheme: 'never' }],
  ['Metaspace whole', { ...metaspace, split: false }],
  ['Metaspace of old files', { type: 'Metaspace', replacement: '_', add_prefix_space: true }],
  ['Whitespace', { type: 'Whitespace' }],
  ['WhitespaceSplit', { type: 'WhitespaceSplit' }],
  ...behaviors.flatMap((behavior): [string, object][] => [
    [`Punctuation ${behavior}`, { type: 'Punctuation', behavior }],
    [`Split by a string ${behavior}`, { type: 'Split', pattern: { String: '. ' }, behavior, invert: false }],
    [`Split ${behavior}`, { type: 'Split', pattern: { Regex: '\\p{Lu}|\\s' }, behavior, invert: false }],
    [
      `Split inverted ${behavior}`,
      { type: 'Split', pattern: { Regex: '\\p{Lu}|\\s' }, behavior, invert: true },
    ],
    [
      `Split at what is empty ${behavior}`,
      { type: 'Split', pattern: { Regex: '(?=\\p{Lu})|b*' }, behavior, invert: false },
    ],
  ]),
  [
    'Sequence',
    {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: '\\p{Han}' }, behavior: 'Isolated', invert: false },
        { type: 'Digits', individual_digits: true },
        { ...byteLevel, add_prefix_space: true },
      ],
    },
  ],
];

describe('pre-tokenisers', () => {
  for (const [name, json] of preTokenizers) {
    it(`cut as the Rust package: ${name}`, async () => {
      const both = bothOf(fileOf(words, { pre_tokenizer: json }));
      expect((await mismatches(both, texts)).slice(0, 2)).toEqual([]);
    });

    it(`give the ranges of the Rust package: ${name}`, async () => {
      const normalizer = { type: 'NFKC' };
      const both = bothOf(fileOf(characters, { normalizer, pre_tokenizer: json }));
      expect((await mismatches(both, texts)).slice(0, 2)).toEqual([]);
    });
  }

  for (const type of ['Digits', 'Whitespace', 'WhitespaceSplit', 'Punctuation', 'ByteLevel'])
    it(`know every code point as the Rust package: ${type}`, async () => {
      const json = { ...byteLevel, type, individual_digits: false, behavior: 'Isolated' };
      const both = bothOf(fileOf(words, { pre_tokenizer: json }));
      const all = [...everyCodePoint((character) => `a${character}1${character}. `)];
      expect((await mismatches(both, all)).slice(0, 1)).toEqual([]);
    });
});

describe('post-processors', () => {
  const cls = ['<x>', 1];
  const sep = ['</s>', 2];
  const template = {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<x>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '<x>', type_id: 1 } },
      { Sequence: { id: 'B', type_id: 2 } },
    ],
    special_tokens: { '<x>': { id: '<x>', ids: [1], tokens: ['<x>'] } },
  };
  const trim = (trim_offsets: boolean, add_prefix_space: boolean) => ({
    ...byteLevel,
    trim_offsets,
    add_prefix_space,
  });
  const postProcessors: readonly (readonly [string, object])[] = [
    ...[true, false].flatMap((addPrefixSpace): [string, object][] =>
      [true, false].flatMap((trims): [string, object][] => [
        [`ByteLevel ${trims} ${addPrefixSpace}`, trim(trims, addPrefixSpace)],
        [
          `RobertaProcessing ${trims} ${addPrefixSpace}`,
          { type: 'RobertaProcessing', cls, sep, trim_offsets: trims, add_prefix_space: addPrefixSpace },
        ],
      ]),
    ),
    ['BertProcessing', { type: 'BertProcessing', cls, sep }],
    ['Sequence', { type: 'Sequence', processors: [trim(true, false), template] }],
    [
      'Sequence of two that add',
      { type: 'Sequence', processors: [{ type: 'BertProcessing', cls, sep }, template] },
    ],
    ['an empty Sequence', { type: 'Sequence', processors: [] }],
  ];
  for (const [name, json] of postProcessors)
    for (const addPrefixSpace of [true, false])
      it(`set texts as the Rust package: ${name}, blank ${addPrefixSpace}`, async () => {
        const preTokenizer = { ...byteLevel, add_prefix_space: addPrefixSpace };
        // A merge makes tokens of two blanks.
        const model = {
          ...characters,
          vocab: { '<unk>': 0, Ġ: 1, ĠĠ: 2, a: 3, Ġa: 4 },
          merges: ['Ġ Ġ', 'Ġ a'],
        };
        const both = bothOf(fileOf(model, { pre_tokenizer: preTokenizer, post_processor: json }));
        expect((await mismatches(both, texts)).slice(0, 2)).toEqual([]);
        expect((await mismatches(both, texts.slice(0, 50), '  a 😀<x> 😀 ')).slice(0, 2)).toEqual([]);
      });
});
