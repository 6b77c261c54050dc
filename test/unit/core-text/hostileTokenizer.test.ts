import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/core/text/tokenizer/createTokenizer';
import { TokenizerFuzz, tokenizeWhole } from '../../fuzz/tokenizerFuzz';
import { tokenizerFiles } from '../../fuzz/tokenizerFiles';
import { root } from './oracle';

const model = { type: 'WordLevel', vocab: { '[UNK]': 0, a: 1 }, unk_token: '[UNK]' };
const json = (stages: object): string => JSON.stringify({ added_tokens: [], model, ...stages });

describe('a tokenizer.json that was made to harm', () => {
  it('gives a tokenizer or names its fault, whatever was changed in it', () => {
    const fuzz = new TokenizerFuzz(tokenizerFiles(root));
    const endings = new Map<string, number>();
    for (let seed = 0; seed < 1000; seed++) {
      const ending = tokenizeWhole(fuzz.file(seed), seed);
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
    }
    // Each of the ways is taken, so that the mutations are neither too wild nor too tame.
    expect([...endings.keys()]).toEqual(
      expect.arrayContaining(['tokenized', 'tokenizer-invalid', 'tokenizer-unsupported']),
    );
  });

  it('cannot double a text until the memory is full', () => {
    const double = { type: 'Replace', pattern: { String: 'a' }, content: 'a'.repeat(64) };
    const normalizers = Array.from({ length: 60 }, () => double);
    const tokenizer = createTokenizer(json({ normalizer: { type: 'Sequence', normalizers } }));
    expect(() => tokenizer.encode('a')).toThrow(expect.objectContaining({ code: 'tokenizer-too-costly' }));
  });

  it('cannot repeat the text in its template without end', () => {
    const single = Array.from({ length: 1000 }, () => ({ Sequence: { id: 'A', type_id: 0 } }));
    const postProcessor = { type: 'TemplateProcessing', single, pair: [], special_tokens: {} };
    expect(() => createTokenizer(json({ post_processor: postProcessor }))).toThrow(
      expect.objectContaining({ code: 'tokenizer-unsupported' }),
    );
  });

  it.each([
    ['a pattern of a megabyte', 'a'.repeat(2 ** 20)],
    ['groups in groups', '('.repeat(5000)],
    ['classes in classes', '['.repeat(5000)],
  ])('cannot have %s', (_, Regex) => {
    const preTokenizer = { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false };
    expect(() => createTokenizer(json({ pre_tokenizer: preTokenizer }))).toThrow(
      expect.objectContaining({ code: 'tokenizer-unsupported' }),
    );
  });

  it('cannot nest its stages beyond the stack', () => {
    const open = '{"type":"Sequence","normalizers":[';
    const nested = `${open.repeat(50_000)}{"type":"NFC"}${']}'.repeat(50_000)}`;
    const text = `{"added_tokens":[],"model":${JSON.stringify(model)},"normalizer":${nested}}`;
    expect(() => createTokenizer(text)).toThrow(expect.objectContaining({ code: 'tokenizer-invalid' }));
  });
});
