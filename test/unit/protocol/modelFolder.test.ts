import { describe, expect, it } from 'vitest';
import type { DiskFile } from '../../../src/protocol/models';
import { buffersOf, readModelFolder, type ModelStorage } from '../../../src/protocol/modelFolder';

/** Files by path; each holds its own path. */
function storage(...files: string[]): ModelStorage {
  return {
    list: (path) => {
      if (files.includes(path)) return Promise.resolve(undefined);
      const inside = files.filter((file) => file.startsWith(`${path}/`));
      if (inside.length === 0) return Promise.reject(new Error(`no ${path}`));
      return Promise.resolve([
        ...new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0] ?? '')),
      ]);
    },
    read: (path) =>
      files.includes(path)
        ? Promise.resolve(new TextEncoder().encode(path))
        : Promise.reject(new Error(`no ${path}`)),
  };
}

const textOf = (file: ArrayBuffer | DiskFile | undefined): string | undefined =>
  file instanceof ArrayBuffer ? new TextDecoder().decode(file) : undefined;

describe('the files of a model', () => {
  it('are one graph with its weights and configuration, beside it or above its folder', async () => {
    for (const onnx of ['', 'onnx/']) {
      const files = await readModelFolder(
        '/m/bert',
        storage(
          ...['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((name) => `/m/bert/${name}`),
          ...['model.onnx', 'model.onnx_data', 'model_int8.onnx'].map((name) => `/m/bert/${onnx}${name}`),
        ),
      );
      expect(files).toMatchObject({
        path: `/m/bert/${onnx}model.onnx`,
        name: 'bert',
        decoder: undefined,
        config: '/m/bert/config.json',
        generationConfig: undefined,
      });
      expect(textOf(files.graph.onnx)).toBe(`/m/bert/${onnx}model.onnx`);
      expect(Object.keys(files.graph.external)).toEqual(['model.onnx_data']);
      expect(buffersOf(files)).toHaveLength(2);
    }
  });

  it('are an encoder and a decoder, whatever other decoders lie there', async () => {
    for (const onnx of ['', 'onnx/']) {
      const names = [
        'encoder_model.onnx',
        'decoder_model.onnx',
        'decoder_model.onnx_data',
        'decoder_with_past_model.onnx',
        'decoder_model_merged.onnx',
      ];
      const files = await readModelFolder(
        '/m/marian',
        storage(
          '/m/marian/generation_config.json',
          '/m/marian/tokenizer.json',
          ...names.map((name) => `/m/marian/${onnx}${name}`),
        ),
      );
      expect(files).toMatchObject({
        name: 'marian',
        path: `/m/marian/${onnx}encoder_model.onnx`,
        generationConfig: '/m/marian/generation_config.json',
      });
      expect(textOf(files.graph.onnx)).toBe(`/m/marian/${onnx}encoder_model.onnx`);
      expect(files.decoder?.path).toBe(`/m/marian/${onnx}decoder_model.onnx`);
      expect(textOf(files.decoder?.onnx)).toBe(`/m/marian/${onnx}decoder_model.onnx`);
      expect(Object.keys(files.decoder?.external ?? {})).toEqual(['decoder_model.onnx_data']);
      expect(buffersOf(files)).toHaveLength(3);
    }
  });

  it('are one graph where there is one with both halves', async () => {
    const names = ['model.onnx', 'encoder_model.onnx', 'decoder_model.onnx'].map(
      (name) => `/m/t5/onnx/${name}`,
    );
    const files = await readModelFolder('/m/t5', storage(...names));
    expect([files.path, files.decoder]).toEqual(['/m/t5/onnx/model.onnx', undefined]);
  });

  it('are the one file that is named', async () => {
    const names = ['encoder_model.onnx', 'decoder_model.onnx', 'model_int8.onnx'].map(
      (name) => `/m/t5/${name}`,
    );
    const files = await readModelFolder('/m/t5/model_int8.onnx', storage(...names));
    expect([files.path, files.decoder]).toEqual(['/m/t5/model_int8.onnx', undefined]);
  });

  it('are the encoder that is named with its decoder, in whatever form they are stored', async () => {
    const names = ['encoder_model', 'decoder_model', 'encoder_model_fp16', 'decoder_model_fp16'].map(
      (name) => `/m/t5/${name}.onnx`,
    );
    const files = await readModelFolder('/m/t5/encoder_model_fp16.onnx', storage(...names));
    expect(files.path).toBe('/m/t5/encoder_model_fp16.onnx');
    expect(files.decoder?.path).toBe('/m/t5/decoder_model_fp16.onnx');
    const alone = await readModelFolder('/m/t5/encoder_model.onnx', storage('/m/t5/encoder_model.onnx'));
    expect([alone.path, alone.decoder]).toEqual(['/m/t5/encoder_model.onnx', undefined]);
  });

  it('are a pair also where it is there in another form only', async () => {
    const names = ['encoder_model_int8.onnx', 'decoder_model_int8.onnx'].map((name) => `/m/t5/onnx/${name}`);
    const files = await readModelFolder('/m/t5', storage(...names));
    expect(files.path).toBe('/m/t5/onnx/encoder_model_int8.onnx');
    expect(files.decoder?.path).toBe('/m/t5/onnx/decoder_model_int8.onnx');
  });
});

describe('a folder without a whole model', () => {
  const reading = (...names: string[]) =>
    readModelFolder('/m/x', storage(...names.map((name) => `/m/x/${name}`)));

  it('says which part is missing', async () => {
    await expect(reading('tokenizer.json')).rejects.toMatchObject({ code: 'model-missing' });
    await expect(reading('onnx/encoder_model.onnx')).rejects.toMatchObject({
      code: 'model-decoder-missing',
      params: { path: '/m/x/onnx/encoder_model.onnx' },
    });
  });

  it('takes the merged decoder where the plain one is missing', async () => {
    const files = await reading('onnx/encoder_model.onnx', 'onnx/decoder_model_merged.onnx');
    expect(files.decoder?.path).toBe('/m/x/onnx/decoder_model_merged.onnx');
  });
});
