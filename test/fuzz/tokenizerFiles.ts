import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A parsed JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Small tokenizer.json files that have every kind of stage between them. */
export function tokenizerFiles(root: string): Json[] {
  const text = gunzipSync(readFileSync(path.join(root, 'test/fixtures/tokenizers/legacy.json.gz'))).toString(
    'utf8',
  );
  // SAFETY: the file is written by generateLegacy.py.
  const cases = JSON.parse(text) as Readonly<Record<string, { readonly converted: Json }>>;
  const converted = Object.values(cases).map((each) => each.converted);
  return [...converted, ...everyKind()];
}

const letters = Array.from('abcdefgh ▁!');
const pieces = ['<unk>', ...letters, 'ab', 'cd', '▁a', '<0xC3>', '<0xA9>'];

function everyKind(): Json[] {
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const merges: Json = [['a', 'b'], 'c d', ['▁', 'a']];
  const scored: Json = pieces.map((piece, id) => [piece, -id]);
  const added: Json = [
    { id: 17, content: '<s>', special: true, lstrip: true },
    { id: 18, content: 'ef', normalized: true, single_word: true },
  ];
  const file = (stages: Readonly<Record<string, Json>>): Json => ({
    version: '1.0',
    added_tokens: added,
    ...stages,
  });
  return [
    file({
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'Prepend', prepend: '▁' },
          { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
          { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
        ],
      },
      model: { type: 'BPE', vocab, merges, byte_fallback: true, fuse_unk: true, unk_token: '<unk>' },
      decoder: {
        type: 'Sequence',
        decoders: [
          { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
          { type: 'ByteFallback' },
          { type: 'Fuse' },
          { type: 'Strip', content: ' ', start: 1, stop: 0 },
        ],
      },
    }),
    file({
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'Nmt' },
          { type: 'NFKC' },
          { type: 'Strip', strip_left: true, strip_right: true },
          { type: 'StripAccents' },
          { type: 'Lowercase' },
        ],
      },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'WhitespaceSplit' },
          { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true },
        ],
      },
      model: { type: 'Unigram', vocab: scored, unk_id: 0, byte_fallback: false },
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' },
    }),
    file({
      normalizer: { type: 'NFD' },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Whitespace' },
          { type: 'Punctuation', behavior: 'MergedWithNext' },
          { type: 'Digits', individual_digits: true },
          { type: 'CharDelimiterSplit', delimiter: 'b' },
          {
            type: 'Split',
            pattern: { Regex: '(?i:ab)|[^\\s\\p{L}]+|a(?=c)|(?<!x)b++' },
            behavior: 'Contiguous',
            invert: false,
          },
        ],
      },
      model: { type: 'WordLevel', vocab, unk_token: '<unk>' },
      post_processor: {
        type: 'Sequence',
        processors: [
          { type: 'BertProcessing', cls: ['<s>', 17], sep: ['<s>', 17] },
          { type: 'ByteLevel', trim_offsets: true },
        ],
      },
      decoder: { type: 'BPEDecoder', suffix: '</w>' },
    }),
  ];
}
