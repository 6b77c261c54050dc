import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Downloads } from '../../../src/host/hub/downloads';
import { listModels } from '../../../src/host/models/modelListing';
import { Models } from '../../../src/host/models/models';
import { TokenizerChoices } from '../../../src/host/models/tokenizerChoices';
import type { Settings } from '../../../src/host/settings';
import type { DownloadFiles } from '../../../src/protocol/downloadFiles';
import type { InferenceClient } from '../../../src/protocol/inferenceClient';
import type { ModelFiles } from '../../../src/protocol/models';

const window = await vi.hoisted(async () => {
  const { FakeFileSystem } = await import('./fakeVscode');
  return { isTrusted: true, disk: new FakeFileSystem() };
});

vi.mock('vscode', async () => {
  const { FakeFileSystemError, FakeUri } = await import('./fakeVscode');
  return {
    Uri: FakeUri,
    FileType: { File: 1, Directory: 2 },
    FileSystemError: FakeFileSystemError,
    workspace: {
      fs: window.disk,
      get isTrusted() {
        return window.isTrusted;
      },
      workspaceFolders: [{ uri: new FakeUri('/work') }],
    },
  };
});

const { FakeUri } = await import('./fakeVscode');
// SAFETY: the class that stands in for it.
const uri = (path: string): vscode.Uri => new FakeUri(path) as unknown as vscode.Uri;
const hubModel = 'hub:team/bert@0123456789ab/model_quantized';
const record = {
  repo: 'team/bert',
  commit: '0123456789abcdef0123456789abcdef01234567',
  variant: 'model_quantized',
  dataType: 'int8',
  graph: 'model_quantized.onnx',
  bytes: 5,
};

function put(path: string, text: string): void {
  window.disk.files.set(path, new TextEncoder().encode(text));
}

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  // SAFETY: the two methods that are used, with the types that VS Code gives them.
  return {
    get: (key: string, otherwise: unknown) => values.get(key) ?? otherwise,
    update: (key: string, value: unknown) => Promise.resolve(values.set(key, value)),
  } as unknown as vscode.Memento;
}

/** Models whose files are read, and not opened. */
function models() {
  const tokenizers = new TokenizerChoices(memento());
  const read: ModelFiles[] = [];
  const keys: string[] = [];
  const open: InferenceClient['open'] = async (key, load) => {
    keys.push(key);
    read.push(await load());
    // SAFETY: nothing looks at the answer.
    return {} as Awaited<ReturnType<InferenceClient['open']>>;
  };
  // SAFETY: only `open` is asked, and nothing is downloaded.
  const client = { open } as unknown as InferenceClient;
  const downloads = new Downloads(uri('/storage/models'), {} as DownloadFiles);
  const all = new Models(client, uri('/extension'), downloads, tokenizers);
  // SAFETY: the settings that it reads.
  const opened = (model: string) =>
    all.open({ model, threads: 0, modelMemory: 0 } as Settings, new AbortController().signal);
  return { all, opened, read, keys, tokenizers, downloads };
}

describe('Models', () => {
  beforeEach(() => {
    window.isTrusted = true;
    window.disk.files.clear();
    const folder = '/storage/models/team--bert/0123456789ab/model_quantized';
    put(`${folder}/model_quantized.onnx`, 'bytes');
    put(`${folder}/tokenizer.json`, '{}');
    put(`${folder}/download.json`, JSON.stringify(record));
    put('/storage/models/team--bert/0123456789ab/model/model.onnx.part', 'not whole');
    put('/extension/models/headlight-encoder/onnx/model.onnx', 'bundled');
    put('/work/own/onnx/model.onnx', 'own');
    put('/work/own/onnx/model_fp16.onnx', 'half');
    put('/work/own/config.json', '{"architectures":["GPT2LMHeadModel"]}');
    put('/work/tokenizers/vocab.txt', '[UNK]\n');
    put('/work/tokenizers/tokenizer.json', '{"model":{}}');
  });

  it('opens a downloaded model by its name in the settings, under the name of its repository', async () => {
    const { opened, read } = models();
    await opened(hubModel);
    expect(read[0]).toMatchObject({ name: 'bert (int8)', tokenizer: '{}' });
    expect(read[0]?.path).toMatch(/model_quantized\.onnx$/);
  });

  it('lists what was downloaded, and only whole models; says so of one that is not there', async () => {
    const { downloads, opened } = models();
    expect((await downloads.all()).map(({ name }) => name)).toEqual([hubModel]);
    const missing = 'hub:team/bert@0123456789ab/model';
    await expect(opened(missing)).rejects.toMatchObject({
      code: 'model-not-downloaded',
      params: { model: missing },
    });
  });

  it('deletes a downloaded model and nothing else', async () => {
    const { downloads } = models();
    await downloads.remove(await downloads.find(hubModel));
    expect(await downloads.all()).toEqual([]);
    expect([...window.disk.files.keys()].filter((file) => file.startsWith('/storage'))).toEqual([
      '/storage/models/team--bert/0123456789ab/model/model.onnx.part',
    ]);
  });

  it('opens bundled and downloaded models in an untrusted workspace, and no other', async () => {
    window.isTrusted = false;
    const { opened, all, read } = models();
    await opened('headlight-encoder');
    await opened(hubModel);
    expect(read).toHaveLength(2);
    for (const model of ['own', '/work/own', 'memory:///work/own']) {
      await expect(opened(model)).rejects.toMatchObject({ code: 'model-untrusted' });
      expect(await all.facts(model)).toBeUndefined();
    }
  });

  it('reads a model with the tokenizer that was chosen for it, as another model than without', async () => {
    const { opened, read, keys, tokenizers } = models();
    await opened('own');
    await tokenizers.set('own', { file: 'memory:///work/tokenizers/tokenizer.json' });
    await opened('own');
    await tokenizers.set('own', { file: 'memory:///work/tokenizers/vocab.txt' });
    await opened('own');
    await tokenizers.set('own', 'ids');
    await opened('own');
    await tokenizers.set('own', undefined);
    await opened('own');
    expect(read.map(({ tokenizer }) => tokenizer)).toEqual([
      undefined,
      '{"model":{}}',
      undefined,
      undefined,
      undefined,
    ]);
    expect(read.map(({ legacyTokenizer }) => legacyTokenizer?.vocabTxt)).toEqual([
      undefined,
      undefined,
      '[UNK]\n',
      undefined,
      undefined,
    ]);
    expect(read.map(({ textIsIds = false }) => textIsIds)).toEqual([false, false, false, true, false]);
    expect(new Set(keys).size).toBe(4);
  });

  it('says that a chosen tokenizer is gone', async () => {
    const { opened, tokenizers } = models();
    await tokenizers.set('own', { file: 'memory:///gone/tokenizer.json' });
    await expect(opened('own')).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('knows kind, size and data type of a folder and of a file in it', async () => {
    const { all } = models();
    expect(await all.facts('own')).toMatchObject({ kind: 'decoder', bytes: 3, dataType: 'float32' });
    expect(await all.facts('own/onnx/model_fp16.onnx')).toMatchObject({
      kind: 'decoder',
      bytes: 4,
      dataType: 'float16',
    });
    expect(await all.facts('none')).toBeUndefined();
  });
});

describe('listModels', () => {
  it('offers all models of a folder, and the one that a file is', async () => {
    const folder = await listModels(uri('/work/own'));
    expect(folder.variants.map(({ graph }) => graph)).toEqual(['onnx/model.onnx', 'onnx/model_fp16.onnx']);
    expect(folder.variant?.graph).toBe('onnx/model.onnx');
    const file = await listModels(uri('/work/own/onnx/model_fp16.onnx'));
    expect([file.folder.path, file.variant?.graph]).toEqual(['/work/own', 'onnx/model_fp16.onnx']);
    expect((await listModels(uri('/work/tokenizers'))).variant).toBeUndefined();
  });
});
