import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../src/core/onnx/graph/tensor';
import type { ModelFiles } from '../../../src/protocol/models';
import { cacheModel, cacheOracle, type CacheOracle } from './cacheFixtures';
import { hasSharedModels, sharedModel } from '../core-onnx/onnxFixtures';
import { withSoftmaxOutputs } from '../worker-session/withSoftmaxOutputs';
import { expectClose, largestDifference } from './closeTo';
import { openService } from './openService';
import { changedRow, checkPart, type ModelRow } from '../worker-session/modelsPage';

/** What the page of supported models says. */
const rows: ModelRow[] = [];

const open = async (files: ModelFiles) => {
  const ask = openService();
  return { ask, ...(await ask.open({ files, threads: 1, memory: 0 })) };
};

async function compare(files: ModelFiles, { runs }: CacheOracle, form: string): Promise<void> {
  const { ask, model, blocks: listed } = await open(files);
  let largest = 0;
  for (const { ids, target, blocks: expected } of runs) {
    const inputs = target ? { decoder_input_ids: target } : {};
    const { run, blocks, refused, selfCheck } = await ask.runIds({ model, ids, inputs });
    expect(refused).toEqual([]);
    expect(blocks).toHaveLength(expected.length);
    expect(selfCheck.maxAbsError).toBeLessThan(1e-5);
    for (const [block, { shape, weights }] of expected.entries()) {
      const answer = await ask.blockWeights({ run, block });
      expect(answer.shape).toEqual(shape);
      const difference = largestDifference(answer.weights, Float32Array.from(weights));
      expect(difference).toBeLessThan(1e-5);
      largest = Math.max(largest, difference);
    }
  }
  const { onnx } = files.decoder ?? files.graph;
  if (!(onnx instanceof ArrayBuffer)) throw new Error('the fixtures are read whole');
  rows.push(changedRow(files.name, new Uint8Array(onnx), form, listed, largest));
}

describe('rows of a decoder with a cache are the weights that PyTorch gives without one', () => {
  it.each([
    ['gpt2-past', 'model', 'any cache, positions given'],
    ['llama-past', 'model', 'grouped heads'],
    ['gpt2-merged', 'decoder_model_merged', 'the branch of an If'],
    ['gpt2-step', 'model', 'one token at a time'],
  ])('%s/%s: %s', async (name, graph, form) => {
    await compare(cacheModel(name, [graph]), cacheOracle(name), form);
  });

  it.each(['decoder_model', 'decoder_model_merged'])('of a pair: %s', async (decoder) => {
    const pair = cacheModel('marian-pair', ['encoder_model', decoder]);
    await compare(pair, cacheOracle('marian-pair'), `\`encoder_model\` and \`${decoder}\``);
  });

  it('counts as a decoder, step by step too', async () => {
    for (const name of ['gpt2-past', 'gpt2-step']) {
      const { kind, blocks } = await open(cacheModel(name, ['model']));
      expect([kind, ...blocks.map((block) => block.kind)]).toEqual(['decoder', 'causal', 'causal']);
    }
  });
});

describe.skipIf(!hasSharedModels)('a model of another product (needs ../shared/models)', () => {
  it('that takes one token at a time has the rows of its own softmax', async () => {
    const bytes = sharedModel('ort/gpt2_past.onnx');
    const graph = { path: 'gpt2_past.onnx', onnx: new Uint8Array(bytes).buffer, external: {} };
    const ids = [4, 9, 2, 7];
    const { ask, model } = await open({ path: graph.path, name: 'gpt2_past', graph });
    const { run, blocks, refused } = await ask.runIds({ model, ids, inputs: {} });
    expect([blocks.length, refused]).toEqual([12, []]);
    const rows = await Promise.all(blocks.map((_, block) => ask.blockWeights({ run, block })));
    const past = { type: 'float32', dims: [2, 1, 2, 0, 2], data: new Float32Array() } as const;
    const feeds = new Map<string, Tensor>(blocks.map((_, layer) => [`past_${layer}`, past]));
    for (const [query, id] of ids.entries()) {
      feeds.set('input_ids', { type: 'int64', dims: [1, 1], data: BigInt64Array.of(BigInt(id)) });
      const { softmaxes, outputs } = await withSoftmaxOutputs(bytes, feeds);
      for (const [block, { shape, weights }] of rows.entries()) {
        expect(shape).toEqual([2, 4, 4]);
        const own = [0, 1].flatMap((head) => [
          ...weights.subarray((head * 4 + query) * 4).subarray(0, query + 1),
        ]);
        expectClose(Float32Array.from(own), [...(softmaxes[block]?.data as Float32Array)]);
        const present = outputs[`present_${block}`];
        // SAFETY: keys and values are float32 in this model.
        const carried = {
          type: 'float32',
          dims: present?.dims ?? [],
          data: present?.data as Float32Array,
        } as const;
        feeds.set(`past_${block}`, carried);
      }
    }
  }, 60_000);
});

describe('a decoder that cannot run', () => {
  it('stops between two steps where nobody wants the rows any more', async () => {
    const { ask, model } = await open(cacheModel('gpt2-step', ['model']));
    const controller = new AbortController();
    const ids = Array.from({ length: 24 }, (_, index) => index);
    const running = ask.runIds({ model, ids, inputs: {} }, { signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each([
    ['decoder_model', 'encoder_hidden_states'],
    // Its keys of the source come from the cache alone, which cannot be empty.
    ['decoder_with_past_model', 'past_key_values.0.encoder.key'],
  ])('says which part is missing without its encoder: %s', async (graph, name) => {
    const { ask, model } = await open(cacheModel('marian-pair', [graph]));
    await expect(ask.runIds({ model, ids: [5], inputs: {} })).rejects.toMatchObject({
      code: 'model-encoder-missing',
      params: { name },
    });
  });
});

describe('a configuration', () => {
  const { config } = cacheOracle('gpt2-past');

  it('that names other heads than the graph has is refused', async () => {
    const misfit = { path: 'gpt2-past/config.json', actual: 4 };
    await expect(open(cacheModel('gpt2-past', ['model'], { ...config, n_head: 8 }))).rejects.toMatchObject({
      code: 'config-heads',
      params: { ...misfit, expected: '8' },
    });
    const { ask, model } = await open(cacheModel('gpt2-past', ['model'], { ...config, n_embd: 32 }));
    await expect(ask.runIds({ model, ids: [5, 6], inputs: {} })).rejects.toMatchObject({
      code: 'config-head-size',
      params: { ...misfit, expected: '8' },
    });
  });

  it('may say nothing: sizes are those of the graph', async () => {
    const { blocks } = await open(cacheModel('llama-past', ['model'], {}));
    expect(blocks.map(({ heads, keyValueHeads, headSize }) => [heads, keyValueHeads, headSize])).toEqual([
      [4, 2, 4],
      [4, 2, 4],
    ]);
  });
});

describe('docs/models.md', () => {
  it('lists what was measured', async ({ skip }) => {
    skip(rows.length < 6, 'needs the run of every model');
    await checkPart('Caches', rows);
  });
});
