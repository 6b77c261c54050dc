import { describe, expect, it } from 'vitest';
import { modelVersion } from '../../../src/protocol/modelVersion';

type Files = Readonly<Record<string, { readonly size: number; readonly modified: number }>>;

const versionOf = (path: string, files: Files): Promise<string> =>
  modelVersion(path, {
    list: (asked) => {
      if (asked in files) return Promise.resolve(undefined);
      const inside = Object.keys(files).filter((file) => file.startsWith(`${asked}/`));
      if (inside.length === 0) return Promise.reject(new Error(`no ${asked}`));
      return Promise.resolve([
        ...new Set(inside.map((file) => file.slice(asked.length + 1).split('/')[0] ?? '')),
      ]);
    },
    stat: (file) => {
      const found = files[file];
      return found ? Promise.resolve(found) : Promise.reject(new Error(`no ${file}`));
    },
  });

const state = { size: 100, modified: 1 };
const folder: Files = {
  '/m/config.json': state,
  '/m/tokenizer.json': state,
  '/m/README.md': state,
  '/m/onnx/model.onnx': state,
  '/m/onnx/model.onnx_data': state,
};

describe('the version of a model', () => {
  it('stays while nothing changes', async () => {
    expect(await versionOf('/m', { ...folder })).toBe(await versionOf('/m', folder));
  });

  it.each(['/m/tokenizer.json', '/m/config.json', '/m/onnx/model.onnx', '/m/onnx/model.onnx_data'])(
    'changes with the time or the size of %s, asked for by folder or by file',
    async (file) => {
      for (const path of ['/m', '/m/onnx/model.onnx']) {
        const before = await versionOf(path, folder);
        expect(await versionOf(path, { ...folder, [file]: { size: 100, modified: 2 } })).not.toBe(before);
        expect(await versionOf(path, { ...folder, [file]: { size: 99, modified: 1 } })).not.toBe(before);
      }
    },
  );

  it('changes when a file comes or goes', async () => {
    const before = await versionOf('/m', folder);
    expect(await versionOf('/m', { ...folder, '/m/model.onnx': state })).not.toBe(before);
    expect(await versionOf('/m', { '/m/onnx/model.onnx': state })).not.toBe(before);
  });

  it('does not hang on files that are no part of a model', async () => {
    const changed = { ...folder, '/m/README.md': { size: 7, modified: 7 } };
    expect(await versionOf('/m', changed)).toBe(await versionOf('/m', folder));
  });

  it('is empty where there is no model, for the error to come from the reading', async () => {
    expect(await versionOf('/nowhere', folder)).toBe('');
  });
});
