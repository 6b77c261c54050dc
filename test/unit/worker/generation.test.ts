import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphFiles, ModelFiles } from '../../../src/protocol/models';
import type { CallContext } from '../../../src/protocol/rpc';
import { generationSettings } from '../../../src/worker/generation/generationSettings';
import { disposeModel, type LoadedModel } from '../../../src/worker/models/loadedModel';
import { loadModel } from '../../../src/worker/models/loadModel';
import { captureBoth, type BothCaptured } from '../../../src/worker/runs/captureBoth';
import { sourceOfIds } from '../../../src/worker/runs/source';
import { engine } from '../worker-session/engineForTests';
import { root } from './bundledModel';

const folder = path.join(root, 'test/fixtures/generation');
const wasm = engine();
const context: CallContext = { signal: new AbortController().signal, progress: () => undefined };

function packed(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gunzipSync(readFileSync(path.join(folder, name))));
}

/** What PyTorch's `generate` writes: test/fixtures/generation/generate.py. */
interface Oracle {
  readonly config: Readonly<Record<string, unknown>>;
  readonly sources: readonly (readonly number[])[];
  readonly texts: readonly {
    readonly name: string;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly beams: number;
    readonly written: readonly (readonly number[])[];
  }[];
}

// SAFETY: written by that script in this form.
const oracle = JSON.parse(Buffer.from(packed('texts.json.gz')).toString('utf8')) as Oracle;

const graph = (name: string): GraphFiles => ({ path: name, onnx: packed(`${name}.gz`).buffer, external: {} });
const pair = { graph: graph('encoder_model.onnx'), decoder: graph('decoder_model.onnx') };
const whole = { graph: graph('whole.onnx') };

function files(graphs: Pick<ModelFiles, 'graph' | 'decoder'>, settings: object): ModelFiles {
  const config = JSON.stringify(oracle.config);
  return { path: 'm/model.onnx', name: 'm', ...graphs, config, generationConfig: JSON.stringify(settings) };
}

async function opened<T>(of: ModelFiles, use: (model: LoadedModel) => Promise<T>): Promise<T> {
  const model = await loadModel(1, of, wasm, context);
  try {
    return await use(model);
  } finally {
    await disposeModel(model);
  }
}

const source = (ids: readonly number[]) => sourceOfIds({ model: 1, ids, inputs: {} });
const idsOf = ({ target }: BothCaptured): number[] => target.tokens.map((token) => token.id);

describe.each([
  ['two graphs', pair],
  ['one graph', whole],
])('an encoder–decoder in %s', (_, graphs) => {
  let model: Promise<LoadedModel>;
  beforeAll(() => {
    model = loadModel(1, files(graphs, {}), wasm, context);
  });
  afterAll(async () => {
    await disposeModel(await model);
  });

  it.each(oracle.texts)('writes what PyTorch writes: $name, beams $beams', async (text) => {
    const settings = generationSettings({ ...oracle.config, ...text.settings }, 'm');
    const set: LoadedModel = { ...(await model), generation: () => settings };
    const ends = [text.settings.eos_token_id ?? oracle.config.eos_token_id].flat();
    for (const [index, ids] of oracle.sources.entries()) {
      const written = text.written[index] ?? [];
      // The end token is written, but never read.
      const read = ends.includes(written.at(-1)) ? written.slice(0, -1) : written;
      expect(idsOf(await captureBoth(set, source(ids), context, text.beams))).toEqual(read);
    }
  });

  it('has blocks of three kinds, sides and layers told apart, for texts of one token too', async () => {
    const loaded = await model;
    const expected = [
      ['self', 0, 'source', 'source'],
      ['self', 1, 'source', 'source'],
      ['causal', 0, 'target', 'target'],
      ['cross', 0, 'target', 'source'],
      ['causal', 1, 'target', 'target'],
      ['cross', 1, 'target', 'source'],
    ];
    expect(loaded.answer.kind).toBe('encoderDecoder');
    expect(
      loaded.answer.blocks.map(({ kind, layer, queries, keys }) => [kind, layer, queries, keys]),
    ).toEqual(expected);
    const { parts } = await captureBoth(loaded, source([21, 0]), context, 1);
    const bound = parts.flatMap(({ blocks }) => blocks.bound);
    expect(bound.map(({ kind, queries, keys }) => [kind, queries, keys])).toEqual([
      ['self', 2, 2],
      ['self', 2, 2],
      ['causal', 2, 2],
      ['cross', 2, 2],
      ['causal', 2, 2],
      ['cross', 2, 2],
    ]);
    const one = await captureBoth(loaded, source([5, 9, 14, 0]), context, 1);
    expect(idsOf(one)).toEqual([40]);
    expect(one.parts.flatMap(({ blocks }) => blocks.bound.map(({ kind }) => kind))).toEqual(
      expected.map(([kind]) => kind),
    );
  });

  it('stops between two steps where nobody wants the text any more', async () => {
    const loaded = await model;
    const controller = new AbortController();
    const stages: string[] = [];
    const writing = captureBoth(
      loaded,
      source([1, 2, 3, 4, 5, 6, 0]),
      {
        signal: controller.signal,
        progress: (stage) => {
          stages.push(stage);
          setTimeout(() => {
            controller.abort();
          }, 0);
        },
      },
      4,
    );
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    expect(stages).toEqual(['translating']);
  });

  it('reads a target that is given', async () => {
    const loaded = await model;
    const given = sourceOfIds({ model: 1, ids: [21, 0], inputs: { decoder_input_ids: [40, 3, 7] } });
    expect(idsOf(await captureBoth(loaded, given, context, undefined))).toEqual([40, 3, 7]);
    const none = captureBoth(
      loaded,
      sourceOfIds({ model: 1, ids: [21, 0], inputs: { labels: [1] } }),
      context,
      undefined,
    );
    await expect(none).rejects.toMatchObject({ code: 'input-unknown' });
  });
});

describe('a target as long as the decoder has positions', () => {
  it('ends there', async () => {
    await opened(files(pair, { max_length: 500 }), async (model) => {
      const ids = idsOf(await captureBoth(model, source([30, 2, 19, 0]), context, 1));
      expect(ids).toHaveLength(32);
    });
  });
});

describe('a configuration that is no good', () => {
  const writing = (of: ModelFiles): Promise<BothCaptured> =>
    opened(of, (model) => captureBoth(model, source([21, 0]), context, 1));

  it('is refused by name', async () => {
    await expect(writing({ ...files(pair, {}), config: '{}' })).rejects.toMatchObject({
      code: 'model-no-start',
      params: { model: 'm' },
    });
    await expect(writing({ ...files(pair, {}), generationConfig: '{"max_length": ' })).rejects.toMatchObject({
      code: 'config-invalid',
      params: { path: 'm/generation_config.json' },
    });
    await expect(writing({ ...files(pair, {}), config: '[' })).rejects.toMatchObject({
      code: 'config-invalid',
      params: { path: 'm/config.json' },
    });
  });
});
