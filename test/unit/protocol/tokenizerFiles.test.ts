import { describe, expect, it } from 'vitest';
import { readChosenTokenizer, readTokenizerFiles } from '../../../src/protocol/tokenizerFiles';

/** Each file holds its own name. */
const read = (name: string): Promise<string> => Promise.resolve(name);

describe('the files of a tokenizer', () => {
  it('are tokenizer.json alone where it is', async () => {
    const names = ['tokenizer.json', 'tokenizer_config.json', 'vocab.txt', 'spiece.model'];
    expect(await readTokenizerFiles(names, read)).toEqual({
      tokenizer: 'tokenizer.json',
      tokenizerConfig: 'tokenizer_config.json',
    });
  });

  it('are the older ones where it is not', async () => {
    const names = ['vocab.json', 'merges.txt', 'special_tokens_map.json', 'added_tokens.json', 'model.onnx'];
    expect(await readTokenizerFiles(names, read)).toEqual({
      tokenizerConfig: undefined,
      legacyTokenizer: {
        vocabTxt: undefined,
        vocabJson: 'vocab.json',
        merges: 'merges.txt',
        specialTokensMap: 'special_tokens_map.json',
        addedTokens: 'added_tokens.json',
        sentencePiece: undefined,
      },
    });
  });

  it.each(['spiece.model', 'tokenizer.model', 'sentencepiece.bpe.model', 'spm.model', 'source.spm'])(
    'name a SentencePiece model: %s',
    async (name) => {
      const { legacyTokenizer } = await readTokenizerFiles([name, 'config.json'], read);
      expect(legacyTokenizer?.sentencePiece).toBe(name);
    },
  );

  it('are those that the user chose by one of them', async () => {
    const names = ['tokenizer.json', 'vocab.txt', 'mine.json', 'tokenizer_config.json', 'a.bin'];
    expect(await readChosenTokenizer('mine.json', names, read)).toEqual({
      tokenizer: 'mine.json',
      tokenizerConfig: 'tokenizer_config.json',
    });
    expect(await readChosenTokenizer('vocab.txt', names, read)).toMatchObject({
      tokenizerConfig: 'tokenizer_config.json',
      legacyTokenizer: { vocabTxt: 'vocab.txt' },
    });
    await expect(readChosenTokenizer('a.bin', names, read)).rejects.toMatchObject({
      code: 'tokenizer-unfit',
      params: { path: 'a.bin' },
    });
  });
});
