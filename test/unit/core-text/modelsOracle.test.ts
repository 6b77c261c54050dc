import { describe, expect, it } from 'vitest';
import { generateStrings, seededRandom } from '../../fixtures/text/generateStrings';
import { bothOf, mismatches } from './oracle';

const bytes = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);

function fileOf(model: object, preTokenizer: object | null = null): string {
  return JSON.stringify({ version: '1.0', added_tokens: [], pre_tokenizer: preTokenizer, model });
}

/** Short strings over a small alphabet: every rule applies in most of them. */
function stringsOver(alphabet: readonly string[], count: number, seed: number, longest = 14): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * longest) },
      () => alphabet[Math.floor(random() * alphabet.length)],
    ).join(''),
  );
}

/** A vocabulary that is made by random merges, as a trainer would, with the merges. */
function trained(alphabet: readonly string[], count: number, seed: number, prefix = '') {
  const random = seededRandom(seed);
  const pieces = new Set([
    '<unk>',
    ...alphabet,
    ...(prefix === '' ? [] : alphabet.map((each) => prefix + each)),
  ]);
  const merges: [string, string][] = [];
  for (let tries = 0; merges.length < count && tries < count * 20; tries++) {
    const list = [...pieces].slice(1);
    const left = list[Math.floor(random() * list.length)] ?? '';
    const right = list[Math.floor(random() * list.length)] ?? '';
    if (!right.startsWith(prefix) || merges.some(([a, b]) => a === left && b === right)) continue;
    merges.push([left, right]);
    pieces.add(left + right.slice(prefix.length));
  }
  return { pieces: [...pieces], merges };
}

const idsOf = (pieces: readonly string[]) => Object.fromEntries(pieces.map((piece, id) => [piece, id]));

describe('byte pair encoding', () => {
  const alphabet = ['a', 'b', 'c', '😀', '我'];
  const strings = [...stringsOver(alphabet, 600, 1), ...stringsOver(['a', 'b'], 20, 2, 300)];
  const unknown = [...stringsOver([...alphabet, 'x', 'é', '𠀀', ' '], 600, 3), ...generateStrings(100, 51)];

  for (const seed of [1, 2, 3])
    it(`merges in the order of the Rust package: ${seed}`, async () => {
      const { pieces, merges } = trained(alphabet, 40, seed);
      const model = { type: 'BPE', vocab: idsOf(pieces), unk_token: '<unk>' };
      expect((await mismatches(bothOf(fileOf({ ...model, merges })), strings)).slice(0, 2)).toEqual([]);
      const asStrings = ['#version: 0.2', ...merges.map((pair) => pair.join(' '))];
      const old = bothOf(fileOf({ ...model, merges: asStrings }));
      expect((await mismatches(old, strings)).slice(0, 2)).toEqual([]);
    });

  const { pieces, merges } = trained(alphabet, 30, 4);
  for (const options of [
    { unk_token: '<unk>', fuse_unk: true },
    { unk_token: '<unk>', fuse_unk: false },
    { unk_token: '<unk>', fuse_unk: false, dropout: 0 },
    { unk_token: '<unk>', ignore_merges: true },
  ])
    it(`treats what it does not know as the Rust package: ${JSON.stringify(options)}`, async () => {
      const both = bothOf(fileOf({ type: 'BPE', vocab: idsOf(pieces), merges, ...options }));
      expect((await mismatches(both, unknown)).slice(0, 2)).toEqual([]);
    });

  it('falls back to bytes, which merge as well', async () => {
    const withBytes = [...pieces, ...bytes, '<0xC3><0xA9>', 'a<0xC3><0xA9>'];
    const model = {
      type: 'BPE',
      vocab: idsOf(withBytes),
      merges: [...merges, ['<0xC3>', '<0xA9>'], ['a', '<0xC3><0xA9>']],
      unk_token: '<unk>',
      fuse_unk: true,
      byte_fallback: true,
    };
    expect((await mismatches(bothOf(fileOf(model)), unknown)).slice(0, 2)).toEqual([]);
  });

  it('marks pieces that continue and end a word', async () => {
    const prefixed = trained(alphabet, 30, 5, '##');
    const model = {
      type: 'BPE',
      vocab: idsOf(prefixed.pieces),
      merges: prefixed.merges,
      unk_token: '<unk>',
      continuing_subword_prefix: '##',
    };
    expect((await mismatches(bothOf(fileOf(model)), [...strings, ...unknown])).slice(0, 2)).toEqual([]);
    const ends = [...pieces, ...alphabet.map((each) => `${each}</w>`), 'ab</w>', 'aab</w>'];
    const suffixed = {
      type: 'BPE',
      vocab: idsOf(ends),
      merges: [['a', 'b</w>'], ...merges, ['a', 'ab</w>']],
      unk_token: '<unk>',
      end_of_word_suffix: '</w>',
    };
    const both = bothOf(fileOf(suffixed, { type: 'WhitespaceSplit' }));
    expect((await mismatches(both, [...strings, ...unknown])).slice(0, 2)).toEqual([]);
  });

  it('leaves an unknown character out where there is no piece for it, and keeps the ranges of the others', () => {
    const { ours, rust } = bothOf(fileOf({ type: 'BPE', vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'] }));
    expect(ours.encode('xa😀ba').tokens.map(({ id, start, end }) => [id, start, end])).toEqual([
      // The Rust package, too, merges across it, but counts the ranges as if it had not been there.
      [2, 1, 5],
      [0, 5, 6],
    ]);
    return expect(rust.encode('xa😀ba').then((encoding) => encoding.getIds())).resolves.toEqual([2, 0]);
  });

  it('takes time in proportion to the length of a word', () => {
    const { pieces: list, merges: pairs } = trained(['a', 'b'], 60, 6);
    const { ours } = bothOf(fileOf({ type: 'BPE', vocab: idsOf(list), merges: pairs, unk_token: '<unk>' }));
    const long = stringsOver(['a', 'b'], 1, 7, 300_000).join('');
    expect(ours.encode(long).tokens.at(-1)?.end).toBe(long.length);
  });
});

describe('Unigram', () => {
  const alphabet = ['a', 'b', 'c', '😀', '我'];
  const random = seededRandom(8);
  const pieces = new Set(['<unk>', ...alphabet, ...stringsOver(alphabet, 60, 9, 4), '<0x', '<unk>a']);
  // Few different scores: many segmentations are equally good.
  const vocab = [...pieces].map((piece): [string, number] => [piece, -Math.floor(random() * 4) / 2]);
  const strings = [
    ...stringsOver([...alphabet, 'x', 'é', '𠀀', '<unk>'], 800, 10),
    ...generateStrings(100, 52),
    'x'.repeat(300),
    'a<unk>x<unk>xb',
  ];

  it('finds the segmentation of the Rust package, also among equal ones', async () => {
    const both = bothOf(fileOf({ type: 'Unigram', unk_id: 0, vocab, byte_fallback: false }));
    expect((await mismatches(both, strings)).slice(0, 2)).toEqual([]);
  });

  it('breaks ties that only the rounding of scores decides as the Rust package', async () => {
    // The scores of T5, of float32 with up to 17 digits: all orders of short and long rows are as good.
    const vocab = [
      ['<unk>', 0],
      ['▁', -2.0122928619384766],
      ['-', -5.129043102264404],
      ['▁--', -9.931743621826172],
      ['---', -12.130167007446289],
    ];
    const both = bothOf(fileOf({ type: 'Unigram', unk_id: 0, vocab }));
    const rows = Array.from({ length: 60 }, (_, count) => `▁${'-'.repeat(count)}`);
    expect((await mismatches(both, rows)).slice(0, 2)).toEqual([]);
  });

  it('falls back to bytes', async () => {
    const withBytes = [...vocab, ...bytes.map((byte): [string, number] => [byte, -3])];
    const both = bothOf(fileOf({ type: 'Unigram', unk_id: 0, vocab: withBytes, byte_fallback: true }));
    expect((await mismatches(both, strings)).slice(0, 2)).toEqual([]);
  });

  it('is known by its properties where the type is left out', async () => {
    const both = bothOf(fileOf({ unk_id: 0, vocab }));
    expect((await mismatches(both, strings.slice(0, 100))).slice(0, 2)).toEqual([]);
  });
});

it('WordLevel takes whole words as the Rust package', async () => {
  const model = { type: 'WordLevel', unk_token: '[UNK]', vocab: { '[UNK]': 3, a: 1, 我: 2, '😀b': 5 } };
  const both = bothOf(fileOf(model, { type: 'WhitespaceSplit' }));
  expect(
    (await mismatches(both, ['a 我 b 😀b', ' aa  a ', '', ...generateStrings(100, 53)])).slice(0, 2),
  ).toEqual([]);
});
