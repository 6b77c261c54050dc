import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Tokenizer as RustTokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { createLegacyTokenizer, createTokenizer } from '../../../src/core/text/tokenizer/createTokenizer';
import type { LegacyTokenizerFiles } from '../../../src/core/text/tokenizer/legacy/legacyFiles';
import type { Tokenizer } from '../../../src/core/text/tokenizer/tokenizer';
import { generateStrings, seededRandom } from '../../fixtures/text/generateStrings';
import { bertFile, bothOfFile, mismatches, root, shared } from './oracle';

type Files = Readonly<Record<string, string>>;

interface Converted {
  readonly added_tokens: readonly { readonly content: string }[];
}

// SAFETY: the file is written by generateLegacy.py.
const cases = JSON.parse(
  gunzipSync(readFileSync(join(root, 'test/fixtures/tokenizers/legacy.json.gz'))).toString('utf8'),
) as Readonly<Record<string, { readonly files: Files; readonly converted: Converted }>>;

function legacy(files: Files): Tokenizer {
  const found: LegacyTokenizerFiles = {
    vocabTxt: files['vocab.txt'],
    vocabJson: files['vocab.json'],
    merges: files['merges.txt'],
    specialTokensMap: files['special_tokens_map.json'],
    addedTokens: files['added_tokens.json'],
  };
  const config = JSON.parse(files['config.json'] ?? '{}') as { readonly model_type?: string };
  return createLegacyTokenizer(found, files['tokenizer_config.json'], config.model_type, 'model');
}

/** Strings with the added tokens in some of them, with and without blanks around. */
function texts(count: number, added: readonly string[]): string[] {
  const random = seededRandom(17);
  return generateStrings(count, 23).map((text) => {
    const token = added[Math.floor(random() * added.length * 4)];
    if (token === undefined) return text;
    const at = Math.floor(random() * (text.length + 1));
    const blanks = [' ', '', '  ', '\n'][Math.floor(random() * 4)] ?? '';
    return `${text.slice(0, at)}${blanks}${random() < 0.2 ? token.toUpperCase() : token}${blanks}${text.slice(at)}`;
  });
}

describe('older tokenizer files, as transformers converts them', () => {
  it.each(Object.keys(cases))('give the tokens and ranges of the Rust package: %s', async (name) => {
    const { files, converted } = cases[name] ?? { files: {}, converted: { added_tokens: [] } };
    const rust = RustTokenizer.fromString(JSON.stringify(converted));
    const both = { ours: legacy(files), rust };
    const added = converted.added_tokens.map(({ content }) => content);
    expect((await mismatches(both, texts(1000, added))).slice(0, 2)).toEqual([]);
    expect((await mismatches(both, texts(50, added), 'a second [MASK] text')).slice(0, 2)).toEqual([]);
    expect(both.ours.vocabularySize).toBe(createTokenizer(JSON.stringify(converted)).vocabularySize);
  });
});

const gpt2 = join(shared, 'tokenizers/gpt2/tokenizer.json');
const vocabulary = join(shared, 'tokenizers/bert-base-uncased/vocab.txt');
const isThere = existsSync(gpt2) && existsSync(vocabulary) && existsSync(bertFile);

describe.skipIf(!isThere)(
  `older files with real vocabularies${isThere ? '' : ' (skipped: ../shared/tokenizers is missing)'}`,
  () => {
    it('agree with the Rust package on GPT-2’s', async () => {
      // SAFETY: the file is GPT-2's tokenizer.json, whose merges are pairs.
      const { model } = JSON.parse(readFileSync(gpt2, 'utf8')) as {
        readonly model: { readonly vocab: object; readonly merges: readonly (readonly [string, string])[] };
      };
      const merges = ['#version: 0.2', ...model.merges.map((pair) => pair.join(' ')), ''].join('\n');
      const ours = legacy({ 'vocab.json': JSON.stringify(model.vocab), 'merges.txt': merges });
      const found = await mismatches({ ...bothOfFile(gpt2), ours }, texts(5000, ['<|endoftext|>']));
      expect(found.slice(0, 2)).toEqual([]);
      expect(ours.specialIds).toMatchObject({ bos: 50256, eos: 50256, mask: undefined });
    });

    it('agree with the Rust package on BERT’s', async () => {
      const ours = legacy({ 'vocab.txt': readFileSync(vocabulary, 'utf8') });
      const found = await mismatches({ ...bothOfFile(bertFile), ours }, texts(5000, ['[MASK]', '[SEP]']));
      expect(found.slice(0, 2)).toEqual([]);
    });
  },
);

describe('an older tokenizer file that cannot be used', () => {
  const bert = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a'].join('\n');
  const gpt = {
    'vocab.json': '{"<|endoftext|>":0,"a":1,"b":2,"ab":3}',
    'merges.txt': '#version: 0.2\na b\n',
  };
  const config = (value: object): Files => ({ 'tokenizer_config.json': JSON.stringify(value) });

  it.each<[string, Files, string, string]>([
    ['no kind that is known', { 'vocab.txt': 'a\nb\n' }, 'tokenizer-unsupported', 'neither its class'],
    [
      'a class that is not read',
      { 'vocab.txt': bert, ...config({ tokenizer_class: 'BertJapaneseTokenizer' }) },
      'tokenizer-unsupported',
      'the class BertJapaneseTokenizer without a tokenizer.json',
    ],
    [
      'the files of another class',
      { 'vocab.txt': bert, ...config({ tokenizer_class: 'GPT2Tokenizer' }) },
      'tokenizer-unsupported',
      'a vocab.txt of GPT2Tokenizer',
    ],
    ['no merges', { 'vocab.json': '{}' }, 'tokenizer-unsupported', 'without a merges.txt'],
    ['a broken vocabulary', { ...gpt, 'vocab.json': '{"a":-1}' }, 'tokenizer-invalid', 'no whole number'],
    ['a broken merge', { ...gpt, 'merges.txt': '#\na b c\n' }, 'tokenizer-invalid', '“a b c” of merges.txt'],
    [
      'a merge of unknown pieces',
      { ...gpt, 'merges.txt': '#\na c\n' },
      'tokenizer-invalid',
      'the piece “c” of model.merges',
    ],
    [
      'no class token',
      { 'vocab.txt': bert.replace('[CLS]', 'c'), ...config({ tokenizer_class: 'BertTokenizer' }) },
      'tokenizer-invalid',
      'no piece “[CLS]”',
    ],
    [
      'broken added tokens',
      { 'vocab.txt': bert, 'added_tokens.json': '{"x":"y"}' },
      'tokenizer-invalid',
      'the added token “x”',
    ],
    ['a map that is none', { 'vocab.txt': bert, 'special_tokens_map.json': '[]' }, 'tokenizer-invalid', ''],
  ])('has %s', (_, files, code, reason) => {
    expect(() => legacy(files)).toThrow(
      expect.objectContaining({
        code,
        params: { path: 'model', reason: expect.stringContaining(reason) as string },
      }),
    );
  });
});
