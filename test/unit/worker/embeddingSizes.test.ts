import { gunzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { Dataflow } from '../../../src/core/onnx/graph/dataflow';
import { embeddingSizes } from '../../../src/core/onnx/values/embeddingSizes';
import { maxTokens } from '../../../src/worker/models/maxTokens';
import { bundledModel, readBytes, root } from './bundledModel';

const shared = process.env.HEADLIGHT_SHARED ?? path.join(root, '..', 'shared');

function sizesOf(name: string, bytes: Uint8Array): ReturnType<typeof embeddingSizes> {
  return embeddingSizes(new Dataflow(readModel(name, bytes)));
}

describe('the sizes of a model’s embeddings', () => {
  it('are read from the bundled model, whose tables are stored in half precision', () => {
    const files = bundledModel();
    const { vocab_size, max_position_embeddings } = JSON.parse(files.config ?? '{}') as Record<
      string,
      number
    >;
    expect(sizesOf('bundled', readBytes(files.graph.onnx))).toEqual({
      vocabulary: vocab_size,
      positions: max_position_embeddings,
    });
  });

  it.skipIf(!existsSync(path.join(shared, 'models')))(
    'are read from models of others (needs ../shared)',
    () => {
      const read = (name: string) =>
        sizesOf(name, new Uint8Array(readFileSync(path.join(shared, 'models', name))));
      expect(read('ort/gpt2_one_layer.onnx')).toEqual({ vocabulary: 20, positions: 8 });
      expect(read('genai/tiny-random-gpt2-fp32/past.onnx')).toMatchObject({
        vocabulary: 1000,
        positions: 512,
      });
    },
  );

  it.each([
    ['t5-eager-14', 64],
    ['bloom-eager-14', 64],
  ])('take no table of relative positions for one of positions: %s', (name) => {
    const file = path.join(root, 'test/fixtures/onnx', `${name}.onnx.gz`);
    const { positions } = sizesOf(name, new Uint8Array(gunzipSync(readFileSync(file))));
    expect(positions).toBeUndefined();
  });

  it.each(['roberta-sdpa-17', 'electra-sdpa-15', 'albert-eager-dynamo-22'])(
    'take no table of segments for one of positions where both are computed: %s',
    (name) => {
      const file = path.join(root, 'test/fixtures/onnx', `${name}.onnx.gz`);
      expect(sizesOf(name, new Uint8Array(gunzipSync(readFileSync(file))))).toEqual({
        vocabulary: 61,
        positions: 24,
      });
    },
  );
});

describe('the most tokens that a model takes', () => {
  const none = { config: {}, tokenizer: undefined, positions: undefined };

  it('are the least that its files name', () => {
    expect(maxTokens({ ...none, config: { max_position_embeddings: 512 } })).toBe(512);
    expect(maxTokens({ config: { n_positions: 1024 }, tokenizer: 128, positions: 1024 })).toBe(128);
    expect(maxTokens({ ...none, config: { max_position_embeddings: 1024 }, positions: 77 })).toBe(77);
  });

  it('leave out the rows that RoBERTa keeps for padding', () => {
    const config = { model_type: 'xlm-roberta', max_position_embeddings: 514 };
    expect(maxTokens({ ...none, config, positions: 514 })).toBe(512);
  });

  it('are the usual length where nothing is named, and bounded by the engine’s memory', () => {
    expect(maxTokens(none)).toBe(512);
    expect(maxTokens({ ...none, config: { max_position_embeddings: 131_072 } })).toBe(8192);
  });
});
