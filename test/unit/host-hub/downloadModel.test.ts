import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { downloadModel } from '../../../src/host/hub/downloadModel';
import { idOf, planDownload, variantsOf } from '../../../src/host/hub/downloadPlan';
import { readRecord, recordName } from '../../../src/host/hub/downloadRecord';
import { hubFolder, hubName } from '../../../src/host/hub/hubName';
import { listModel, type HubModel } from '../../../src/host/hub/listModel';
import { commit, firstTimes } from '../../hub/hubServer';
import { scene, someBytes, type Scene } from './downloadForTests';

const names = [
  'README.md',
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'pytorch_model.bin',
  'onnx/decoder_model.onnx',
  'onnx/decoder_model_int8.onnx',
  'onnx/encoder_model.onnx',
  'onnx/encoder_model.onnx_data',
  'onnx/encoder_model_int8.onnx',
];
const files = Object.fromEntries(names.map((name, at) => [name, someBytes(1000 + at)]));
const repositories = { 'team/t5': { files } };

async function planned(there: Scene) {
  const signal = there.controller.signal;
  const model = await listModel(there.hub, { repo: 'team/t5', revision: 'main' }, signal);
  const [plain, small] = variantsOf(model);
  if (!plain || !small) throw new Error('There are two.');
  return { plain: planDownload(model, plain), small: planDownload(model, small) };
}

const isThere =
  ({ folder }: Scene) =>
  (file: string, bytes: number): Promise<boolean> =>
    stat(path.join(folder, file)).then(
      ({ size }) => size === bytes,
      () => false,
    );

describe('downloadModel', () => {
  it('fetches graphs, weights, configuration and tokenizer of the chosen variant, and says so last', async () => {
    const there = await scene(repositories);
    const { plain } = await planned(there);
    await downloadModel(plain, isThere(there), there.context);
    const folder = path.join(there.folder, plain.folder);
    expect((await readdir(folder)).sort()).toEqual([
      'README.md',
      'config.json',
      'decoder_model.onnx',
      recordName,
      'encoder_model.onnx',
      'encoder_model.onnx_data',
      'generation_config.json',
      'tokenizer.json',
    ]);
    const weights = await readFile(path.join(folder, 'encoder_model.onnx_data'));
    expect(Buffer.compare(weights, files['onnx/encoder_model.onnx_data'] ?? weights)).toBe(0);
    expect(readRecord(await readFile(path.join(folder, recordName), 'utf8'))).toEqual({
      repo: 'team/t5',
      commit,
      variant: 'encoder_model',
      dataType: 'float32',
      graph: 'encoder_model.onnx',
      bytes: 1005 + 1007 + 1008,
    });
    expect(there.told.at(-1)).toBe(plain.bytes);
    expect(there.told).toEqual([...there.told].sort((a, b) => a - b));
  });

  it('leaves no record of a model that is not whole, and fetches only the rest the next time', async () => {
    const there = await scene(repositories);
    const { small } = await planned(there);
    there.server.fault = firstTimes(1, /decoder_model_int8/, (response) => response.writeHead(500).end());
    await expect(downloadModel(small, isThere(there), there.context)).rejects.toMatchObject({
      code: 'hub-status',
      params: { status: 500 },
    });
    const folder = path.join(there.folder, small.folder);
    expect(await readdir(folder)).not.toContain(recordName);
    there.server.requests.length = 0;
    await downloadModel(small, isThere(there), there.context);
    expect(await readdir(folder)).toContain(recordName);
    expect(there.server.requests.some((one) => one.endsWith('tokenizer.json'))).toBe(false);
  });
});

describe('variantsOf', () => {
  const model = (...paths: string[]): HubModel => ({
    repo: 'team/x',
    commit,
    files: paths.map((file) => ({ path: file, bytes: 1, sha256: undefined })),
  });

  it('says that a repository has no ONNX file', () => {
    expect(() => variantsOf(model('model.safetensors'))).toThrow(
      expect.objectContaining({ code: 'hub-no-onnx', params: { repo: 'team/x' } }),
    );
  });

  it('takes no path for a file that leads out of the folder', () => {
    const paths = [
      '../model.onnx',
      '/model.onnx',
      'a\\b.onnx',
      '.hidden/model.onnx',
      'a/./model.onnx',
      'con /m.onnx',
    ];
    for (const one of paths) expect(() => variantsOf(model(one)), one).toThrow('hub-no-onnx');
  });

  it('has the plain one first, then those of subfolders', () => {
    const variants = variantsOf(model('cpu-int4/model.onnx', 'onnx/model_q4.onnx', 'onnx/model.onnx'));
    expect(variants.map(idOf)).toEqual(['model', 'model_q4', 'cpu-int4--model']);
  });

  it('takes the configuration beside the graph before that at the top', () => {
    const listed = model('config.json', 'cpu/config.json', 'cpu/model.onnx', 'tokenizer.json');
    const [variant] = variantsOf(listed);
    const paths = variant && planDownload(listed, variant).files.map(({ file }) => file.path);
    expect(paths).toEqual(['cpu/config.json', 'tokenizer.json', 'cpu/model.onnx']);
  });
});

describe('hubFolder', () => {
  it('is where the model of a name lies', () => {
    const name = hubName({ repo: 'team/t5', commit, variant: 'encoder_model' });
    expect(name).toBe('hub:team/t5@0123456789ab/encoder_model');
    expect(hubFolder(name)).toBe('team--t5/0123456789ab/encoder_model');
    expect(hubFolder('hub:gpt2@0123456789ab/model')).toBe('gpt2/0123456789ab/model');
  });

  it.each([
    'hub:../x@0123456789ab/model',
    'hub:..@0123456789ab/model',
    'hub:team/..@0123456789ab/model',
    'hub:team/t5@0123456789ab/../../x',
    'hub:team/t5@main/model',
    'hub:team/t5',
    'team/t5@0123456789ab/model',
  ])('leads nowhere from %j', (name) => {
    expect(hubFolder(name)).toBeUndefined();
  });
});
