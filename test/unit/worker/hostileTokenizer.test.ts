import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNodeWorker } from '../../../src/platform/node';
import { InferenceClient } from '../../../src/protocol/inferenceClient';
import type { ModelFiles } from '../../../src/protocol/models';
import { fixtureModel } from '../core-onnx/onnxFixtures';
import { build } from './builtWorker';

/** A small model whose tokenizer splits at a regular expression. */
function files(pattern: string): ModelFiles {
  const path = 'distilbert-eager-17';
  const tokenizer = {
    added_tokens: [],
    pre_tokenizer: { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
    model: { type: 'WordLevel', vocab: { '[UNK]': 0, a: 1, ' ': 2, b: 3 }, unk_token: '[UNK]' },
  };
  const graph = { path, onnx: fixtureModel(path).slice().buffer, external: {} };
  return { path, name: 'small', graph, tokenizer: JSON.stringify(tokenizer) };
}

const limits = { threads: 1, memory: 2 ** 30 };
const around = { start: 0, end: 1 };

describe('a tokenizer whose regular expression tries all ways', () => {
  let client: InferenceClient;
  beforeAll(async () => {
    const dist = await build('hostile', 'worker');
    client = new InferenceClient(() => startNodeWorker(dist), 2_000, { reading: 60, tokenizing: 2 });
  }, 60_000);
  afterAll(() => {
    client.dispose();
  });

  it('is stopped, with its reason, and the next run is answered', async () => {
    const hostile = await client.open('hostile', () => Promise.resolve(files('(?:a|a|b)+$')), limits);
    const text = `${'a'.repeat(60)} b c`;
    await expect(client.ask.run({ model: hostile.model, text, around })).rejects.toMatchObject({
      code: 'tokenizer-too-slow',
    });
    const usual = await client.open('usual', () => Promise.resolve(files('a| ')), limits);
    const { tokens } = await client.ask.run({ model: usual.model, text: 'a ba', around });
    expect(tokens.map(({ id }) => id)).toEqual([1, 2, 3, 1]);
  });
});
