import { describe, expect, it } from 'vitest';
import { bertNormalizer as rustBertNormalizer, bertPreTokenizer, nfdNormalizer } from 'tokenizers';
import { AlignedText } from '../../../src/core/text/tokenizer/alignedText';
import { BertNormalizer } from '../../../src/core/text/tokenizer/normalizer/bertNormalizer';
import { decompose } from '../../../src/core/text/tokenizer/normalizer/decompose';
import { BertPreTokenizer } from '../../../src/core/text/tokenizer/preTokenizer/bertPreTokenizer';
import { generateStrings, seededRandom } from '../../fixtures/text/generateStrings';
import { everyCodePoint } from './everyCodePoint';
import { bothOf, mismatches } from './oracle';
import { addedToken, bertNormalizer, smallTokenizerJson } from './smallTokenizer';

const off = { cleanText: false, handleChineseCharacters: false, stripAccents: false, lowercase: false };

function rustNormalizer(options: typeof off) {
  return rustBertNormalizer({
    cleanText: options.cleanText,
    handleChineseChars: options.handleChineseCharacters,
    stripAccents: options.stripAccents,
    lowercase: options.lowercase,
  });
}

describe('stages of BERT, character by character', () => {
  for (const option of ['cleanText', 'handleChineseCharacters', 'stripAccents', 'lowercase'] as const)
    it(`normalises every code point as the Rust package: ${option}`, () => {
      const options = { ...off, [option]: true };
      const [ours, rust] = [new BertNormalizer(options), rustNormalizer(options)];
      for (const text of everyCodePoint((character) => `a${character}b `))
        expect(ours.normalize(AlignedText.of(text)).text).toBe(rust.normalizeString(text));
    });

  it('decomposes and orders every code point as the Rust package', () => {
    const rust = nfdNormalizer();
    for (const text of everyCodePoint((character) => `a\u0301${character}\u0334${character}\u0323 `))
      expect(decompose(AlignedText.of(text), 'NFD').text).toBe(rust.normalizeString(text));
  });

  it('splits at every code point as the Rust package', () => {
    const [ours, rust] = [new BertPreTokenizer(), bertPreTokenizer()];
    for (const text of everyCodePoint((character) => `a${character}b `))
      expect(ours.split(AlignedText.of(text)).map((word) => word.text)).toEqual(
        rust.preTokenizeString(text).map(([word]) => word),
      );
  });
});

describe('ranges to the character', () => {
  // Marks of every kind: stripped or not, of several classes, in decompositions, and letters that grow in lower case.
  const alphabet =
    'aeoAEÉéêệởÅÅΣςİIßǆDŽ가힣ᄀ我𠀀😀 \t\r\n.,-—。\u0301\u0323\u0334\u0345\u0344\u0327\u302e\u302f\u{1d165}\u{1d16d}\u{1d15e}\u0f73\u0f71\u200d\ufe0f\u00ad\u0085\ufffd\u0000\u{11938}\u0488\u{1e8d0}\u1ac0\u{10ae5}';
  const decomposed = alphabet + alphabet.normalize('NFD') + alphabet.toLowerCase().normalize('NFD');

  const variants = [
    {},
    { lowercase: false },
    { strip_accents: true, lowercase: false },
    { strip_accents: false },
    { clean_text: false },
    { handle_chinese_chars: false },
  ];
  for (const variant of variants)
    it(`agree with the Rust package with ${JSON.stringify(variant)}`, async () => {
      const json = smallTokenizerJson({
        characters: decomposed,
        normalizer: { ...bertNormalizer, ...variant },
      });
      const random = seededRandom(7);
      const characters = Array.from(alphabet);
      const texts = Array.from({ length: 600 }, () =>
        Array.from(
          { length: 1 + Math.floor(random() * 12) },
          () => characters[Math.floor(random() * characters.length)],
        ).join(''),
      );
      const found = await mismatches(bothOf(json), [...texts, ...generateStrings(200, 3)]);
      expect(found.slice(0, 3)).toEqual([]);
    });

  it('agree without normaliser and pre-tokeniser', async () => {
    const both = bothOf(smallTokenizerJson({ characters: alphabet, normalizer: null, preTokenizer: null }));
    expect(await mismatches(both, ['', 'aéo', 'a b', '😀a', ...generateStrings(100, 4)])).toEqual([]);
  });
});

describe('WordPiece', () => {
  it('takes the longest piece and gives up a word as a whole, as the Rust package', async () => {
    const both = bothOf(
      smallTokenizerJson({
        characters: 'ab😀',
        pieces: ['aba', '##bab', '##ba', 'ab😀', '##😀😀'],
        model: { max_input_chars_per_word: 6 },
      }),
    );
    const random = seededRandom(11);
    const texts = Array.from({ length: 500 }, () =>
      Array.from(
        { length: 1 + Math.floor(random() * 9) },
        () => ['a', 'b', '😀', 'c', ' '][Math.floor(random() * 5)],
      ).join(''),
    );
    expect(await mismatches(both, texts)).toEqual([]);
  });

  it('uses another prefix and another unknown piece', async () => {
    const json = smallTokenizerJson({
      characters: '',
      pieces: ['<unk>', 'a', 'b', '@@b', '@@a'],
      model: { continuing_subword_prefix: '@@', unk_token: '<unk>' },
    });
    expect(await mismatches(bothOf(json), ['abab b', 'abc', '@@b'])).toEqual([]);
  });
});

describe('added tokens', () => {
  const flags = ['single_word', 'lstrip', 'rstrip', 'normalized', 'special'] as const;
  const text = 'x <T> x<T>x  <T>\t<T><T> é<T>_ \u00a0<t>\u3000<T2> <T2>x <T >😀<T>😀 ÉT Ét';

  for (let mask = 0; mask < 1 << flags.length; mask++) {
    const set = flags.filter((_, bit) => mask & (1 << bit));
    it(`are found as by the Rust package: ${set.join(', ') || 'no flag'}`, async () => {
      const some = Object.fromEntries(set.map((flag) => [flag, true]));
      const json = smallTokenizerJson({
        characters: 'xt<>_😀2é',
        addedTokens: [
          addedToken('<T>', some),
          addedToken('<T2>', some),
          addedToken('<T'),
          addedToken('Ét', some),
        ],
      });
      const both = bothOf(json);
      const random = seededRandom(mask);
      const pieces = ['<T>', '<T', '<T2>', '<t>', ' ', '\t', 'x', '_', '😀', 'Ét', 'et', '\u3000', '.'];
      const texts = Array.from({ length: 60 }, () =>
        Array.from({ length: 8 }, () => pieces[Math.floor(random() * pieces.length)]).join(''),
      );
      expect((await mismatches(both, [text, ...texts])).slice(0, 2)).toEqual([]);
    });
  }

  it('get the vocabulary’s id, else the next free one, whatever the file says', async () => {
    const json = smallTokenizerJson({
      characters: 'ab',
      addedTokens: [
        addedToken('ab', { id: 90 }),
        addedToken('a', { id: 91 }),
        addedToken('<c>', { id: 92 }),
        addedToken('ab', { id: 93 }),
      ],
    });
    expect(await mismatches(bothOf(json), ['ab a <c> b', '<c>ab'])).toEqual([]);
  });
});

describe('templates', () => {
  const special = (id: string, ids: number[], tokens: string[]) => ({ [id]: { id, ids, tokens } });
  const template = {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '<s>', type_id: 3 } },
      { Sequence: { id: 'A', type_id: 1 } },
      { SpecialToken: { id: 'end', type_id: 0 } },
    ],
    pair: [
      { Sequence: { id: 'B', type_id: 1 } },
      { SpecialToken: { id: '<s>', type_id: 2 } },
      { Sequence: { id: 'A', type_id: 0 } },
    ],
    special_tokens: { ...special('<s>', [1], ['a']), ...special('end', [2, 3], ['b', '##a']) },
  };
  const bert = { type: 'BertProcessing', sep: ['[SEP]', 2], cls: ['[CLS]', 1] };

  for (const postProcessor of [template, bert, null])
    it(`set one text and two as the Rust package: ${postProcessor?.type ?? 'none'}`, async () => {
      const both = bothOf(smallTokenizerJson({ characters: 'ab', postProcessor }));
      expect(await mismatches(both, ['', 'ab b', '😀 b'])).toEqual([]);
      expect(await mismatches(both, ['ab b', '', '😀 b'], 'b 😀a')).toEqual([]);
    });
});
