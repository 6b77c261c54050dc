import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { InferenceApi } from '../../../src/protocol/inference';
import type { ModelFiles } from '../../../src/protocol/models';
import type { Remote } from '../../../src/protocol/rpc';
import { fixtureModel, sharedModels } from '../core-onnx/onnxFixtures';
import { bytesOf } from './bundledModel';
import { openService } from './openService';

const around = { start: 0, end: 1 };

describe('the tokenizer of a model', () => {
  let ask: Remote<InferenceApi>;
  beforeAll(() => {
    ask = openService();
  });

  /** A small BERT with these files of a tokenizer. */
  const open = (tokenizer: Partial<ModelFiles>) => {
    const path = 'm/model.onnx';
    const graph = { path, onnx: fixtureModel('bert-eager-17').slice().buffer, external: {} };
    return ask.open({ files: { path, name: 'm', graph, ...tokenizer }, threads: 1, memory: 2 ** 30 });
  };

  it('is read from its older files', async () => {
    const vocabTxt = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'we', '##ll'].join('\n');
    const { model, hasTokenizer, noTokenizer } = await open({ legacyTokenizer: { vocabTxt } });
    expect([hasTokenizer, noTokenizer]).toEqual([true, undefined]);
    const { tokens } = await ask.run({ model, text: 'Wéll we', around });
    expect(tokens.map(({ id, start, end }) => [id, start, end])).toEqual([
      [2, 0, 0],
      [5, 0, 2],
      [6, 2, 4],
      [5, 5, 7],
      [3, 0, 0],
    ]);
  });

  it('is asked for where there is none', async () => {
    const { model, hasTokenizer, noTokenizer } = await open({ legacyTokenizer: {} });
    const question = { code: 'tokenizer-missing', params: { path: 'm/model.onnx' } };
    expect([hasTokenizer, noTokenizer]).toEqual([false, question]);
    await expect(ask.run({ model, text: 'a', around })).rejects.toMatchObject(question);
    await expect(ask.runIds({ model, ids: [5, 6], inputs: {} })).resolves.toBeDefined();
  });

  it('is no SentencePiece model, also beside the vocabulary of one', async () => {
    for (const vocabJson of [undefined, '{"a":0}']) {
      const { model, noTokenizer } = await open({
        legacyTokenizer: { vocabJson, sentencePiece: 'source.spm' },
      });
      const question = {
        code: 'tokenizer-sentencepiece',
        params: { path: 'm/model.onnx', file: 'source.spm' },
      };
      expect(noTokenizer).toEqual(question);
      await expect(ask.run({ model, text: 'a', around })).rejects.toMatchObject(question);
    }
  });

  it('is the white space between ids, on request', async () => {
    const { model, hasTokenizer } = await open({ textIsIds: true });
    expect(hasTokenizer).toBe(true);
    const { tokens } = await ask.run({ model, text: ' 7\t15 ', around });
    expect(tokens.map(({ id, start, end }) => [id, start, end])).toEqual([
      [7, 1, 2],
      [15, 3, 5],
    ]);
    await expect(ask.run({ model, text: '99999', around })).rejects.toMatchObject({
      code: 'ids-out-of-range',
      params: { id: 99_999 },
    });
  });

  const unfit = join(sharedModels, 'genai/tiny-random-gpt2-fp32');
  const isThere = existsSync(unfit);
  it.skipIf(!isThere)(
    `that does not fit the model is told with the first run${isThere ? '' : ' (skipped: ../shared/models is missing)'}`,
    async () => {
      const graph = { path: 'past.onnx', onnx: bytesOf(join(unfit, 'past.onnx')), external: {} };
      const tokenizer = readFileSync(join(unfit, 'tokenizer.json'), 'utf8');
      const files = { path: 'past.onnx', name: 'past', graph, tokenizer };
      const { model } = await ask.open({ files, threads: 1, memory: 2 ** 30 });
      await expect(ask.run({ model, text: 'unbelievable weather', around })).rejects.toMatchObject({
        code: 'ids-out-of-range',
        params: { size: 1000 },
      });
    },
  );
});
