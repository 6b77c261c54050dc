import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../worker/bundledModel';
import { cacheOracle } from '../worker/cacheFixtures';
import { headlessForTests, type Explained } from './headlessForTests';

const fixtures = path.join(root, 'test/fixtures/onnx');
const { file, run } = headlessForTests();

/** One token for each id of the tiny models. */
const vocabulary = Object.fromEntries(Array.from({ length: 61 }, (_, id) => [`w${id}`, id]));
const tokenizer = {
  version: '1.0',
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'WhitespaceSplit' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', vocab: vocabulary, unk_token: 'w1' },
};

/** A folder as Optimum exports it: graphs in `onnx`, the rest beside that. */
function model(name: string, graphs: Readonly<Record<string, string>>, config: object = {}): string {
  mkdirSync(path.join(file(name), 'onnx'), { recursive: true });
  for (const [graph, fixture] of Object.entries(graphs)) {
    const bytes = gunzipSync(readFileSync(path.join(fixtures, `${fixture}.onnx.gz`)));
    writeFileSync(path.join(file(name), 'onnx', `${graph}.onnx`), bytes);
  }
  writeFileSync(path.join(file(name), 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(file(name), 'tokenizer.json'), JSON.stringify(tokenizer));
  return file(name);
}

beforeAll(() => {
  writeFileSync(file('text.txt'), 'w7 w9 w12 w30 w8');
});

const explain = (folder: string, ...more: string[]) =>
  run(['explain', file('text.txt'), '--word', 'w30', '--scope', 'document', '--model', folder, ...more]);

describe('inspect and explain', () => {
  const one = (fixture: string) => ({ model: fixture });
  it.each<[string, Readonly<Record<string, string>>, RegExp, number]>([
    ['gpt2-past', one('caches/gpt2-past/model'), /layer 1, causal, heads 4, head size 4, scale 0\.5/, 1e-5],
    ['llama-past', one('caches/llama-past/model'), /causal, heads 4 \(2 for keys\), head size 4/, 1e-5],
    [
      'gpt2-merged',
      { decoder_model_merged: 'caches/gpt2-merged/decoder_model_merged' },
      /layer 1, causal/,
      1e-5,
    ],
    ['gpt2-step', one('caches/gpt2-step/model'), /layer 1, causal, heads 4/, 1e-5],
    [
      'bert-dynamic-all',
      one('quantised/bert-dynamic-all'),
      /layer 1, self, heads 4, head size 4, scale 0\.5/,
      1e-5,
    ],
    ['gpt2-qdq', one('quantised/gpt2-qdq'), /layer 1, causal, heads 4[^]*scores: .*round to 8 bits/, 1e-5],
    ['llama-4bits', one('quantised/llama-4bits'), /causal, heads 4 \(2 for keys\)/, 1e-5],
    ['bert-float16', one('quantised/bert-float16'), /layer 1, self, heads 4/, 1e-3],
  ])('read %s', async (name, graphs, listed, tolerance) => {
    const folder = model(name, graphs);
    const listing = await run(['inspect', folder]);
    expect(listing).toMatchObject({ status: 0, stdout: expect.stringMatching(listed) as string });
    const { status, stdout, stderr } = await explain(folder, '--json');
    expect([status, stderr]).toEqual([0, '']);
    // SAFETY: what is in it is asserted below.
    const { blocks, weights, selfCheck } = JSON.parse(stdout) as Explained;
    expect(blocks).toHaveLength(2);
    for (const row of weights.flat()) {
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1);
      expect(row).toHaveLength(5);
    }
    expect(selfCheck.maxAbsError).toBeLessThan(tolerance);
  });

  it.each(['decoder_model', 'decoder_model_merged'])('read a pair with its %s', async (decoder) => {
    const { config } = cacheOracle('marian-pair');
    const folder = model(
      `pair-${decoder}`,
      { encoder_model: 'caches/marian-pair/encoder_model', [decoder]: `caches/marian-pair/${decoder}` },
      { ...config, max_length: 6 },
    );
    const listing = await run(['inspect', folder]);
    expect(listing.status).toBe(0);
    expect(listing.stdout.match(/layer \d, (self|causal|cross), heads 4/g)).toHaveLength(6);
    const { status, stdout, stderr } = await explain(folder, '--json');
    expect([status, stderr]).toEqual([0, '']);
    // SAFETY: what is in it is asserted below.
    const answer = JSON.parse(stdout) as Explained;
    expect(answer.blocks.map(({ kind }) => kind).sort()).toEqual([
      'causal',
      'causal',
      'cross',
      'cross',
      'self',
      'self',
    ]);
    expect(answer.selfCheck.maxAbsError).toBeLessThan(1e-5);
  });
});

describe('what cannot be explained', () => {
  it('says which file a decoder by itself lacks', async () => {
    const folder = model('alone', { decoder_model: 'caches/marian-pair/decoder_model' });
    const { status, stderr } = await explain(folder);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/encoder_model\.onnx beside it/)]);
  });

  it.each([
    ['vit-eager-14', 'images', 'pixel_values'],
    ['whisper-sdpa-dynamo-20', 'sound', 'input_features'],
  ])('says that it is no text, and lists its attention: %s', async (fixture, what, input) => {
    const folder = model(fixture, { model: fixture });
    const { status, stdout } = await run(['inspect', folder]);
    const listed = new RegExp(`It reads ${what}\\. .*\n.*layer 0, self, heads 4`);
    expect([status, stdout]).toEqual([0, expect.stringMatching(listed)]);
    expect(await explain(folder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`reads ${what} (its input “${input}”)`) as string,
    });
  });

  it('says that ONNX Runtime does not compute bfloat16', async () => {
    const { status, stderr } = await explain(model('bfloat16', { model: 'quantised/bfloat16' }));
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/are bfloat16, which ONNX Runtime does not compute/),
    ]);
  });

  it('says that a configuration belongs to another model', async () => {
    const folder = model('misfit', { model: 'caches/gpt2-past/model' }, { n_head: 12, n_embd: 768 });
    for (const { status, stderr } of [await run(['inspect', folder]), await explain(folder)]) {
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(/says 12 attention heads, but the graph has 4/),
      ]);
    }
  });
});
