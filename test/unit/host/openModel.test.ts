import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelParts } from '../../../src/host/commands/modelParts';
import { openModel } from '../../../src/host/commands/openModel';
import { useModel } from '../../../src/host/commands/useModel';

interface Item {
  readonly label: string;
  readonly description: string;
}

const window = await vi.hoisted(async () => {
  const { FakeFileSystem } = await import('./fakeVscode');
  const showQuickPick = vi.fn<(items: readonly Item[]) => Promise<Item | undefined>>();
  return { isTrusted: true, disk: new FakeFileSystem(), showQuickPick };
});

vi.mock('vscode', async () => {
  const { FakeUri } = await import('./fakeVscode');
  return {
    Uri: FakeUri,
    FileType: { File: 1, Directory: 2 },
    env: { language: 'en' },
    l10n: { t: (text: string, ...values: unknown[]) => text.replace('{0}', String(values[0])) },
    window: { showQuickPick: window.showQuickPick },
    workspace: {
      fs: window.disk,
      asRelativePath: ({ path }: vscode.Uri) => path,
      workspaceFolders: [{ uri: new FakeUri('/work') }],
      get isTrusted() {
        return window.isTrusted;
      },
    },
  };
});
vi.mock('../../../src/host/commands/useModel', () => ({ useModel: vi.fn() }));

const { FakeUri } = await import('./fakeVscode');
// SAFETY: the class that stands in for it; the parts are only handed on.
const uri = (path: string): vscode.Uri => new FakeUri(path) as unknown as vscode.Uri;
const parts = {} as ModelParts;

/** Opens a place; answers with what the settings call the model that is used then. */
async function opened(argument: unknown): Promise<string | undefined> {
  await openModel(argument, uri('/extension'), parts);
  return vi.mocked(useModel).mock.calls[0]?.[1];
}

describe('openModel', () => {
  beforeEach(() => {
    window.isTrusted = true;
    window.showQuickPick.mockReset();
    vi.mocked(useModel).mockClear();
    window.disk.files.clear();
    for (const file of [
      'many/config.json',
      'many/onnx/model.onnx',
      'many/onnx/model_fp16.onnx',
      'many/onnx/model_fp16.onnx_data',
      'one/model_int8.onnx',
      'odd/encoder_model.onnx',
      'none/config.json',
    ])
      window.disk.files.set(`/work/${file}`, new Uint8Array(1_000_000));
  });

  it('asks which of several models of a folder is meant, with sizes, data types and memory', async () => {
    window.showQuickPick.mockImplementation((items) => Promise.resolve(items[1]));
    expect(await opened(uri('/work/many'))).toBe('memory:///work/many/onnx/model_fp16.onnx');
    const [items = []] = window.showQuickPick.mock.calls[0] ?? [];
    expect(items.map(({ label, description }) => `${label}: ${description}`)).toEqual([
      'onnx/model.onnx: float32 · 1 MB · about 2.3 MB in memory',
      'onnx/model_fp16.onnx: float16 · 2 MB · about 6.8 MB in memory',
    ]);
  });

  it('names the folder where the plain one is chosen, and nothing where none is', async () => {
    window.showQuickPick.mockImplementation((items) => Promise.resolve(items[0]));
    expect(await opened(uri('/work/many/'))).toBe('memory:///work/many/');
    vi.mocked(useModel).mockClear();
    window.showQuickPick.mockResolvedValue(undefined);
    expect(await opened(uri('/work/many'))).toBeUndefined();
  });

  it('does not ask for a file, or where there is one model', async () => {
    expect(await opened(uri('/work/many/onnx/model_fp16.onnx'))).toBe(
      'memory:///work/many/onnx/model_fp16.onnx',
    );
    vi.mocked(useModel).mockClear();
    expect(await opened('one')).toBe('memory:///work/one');
    vi.mocked(useModel).mockClear();
    expect(await opened(uri('/work/odd/encoder_model.onnx'))).toBe('memory:///work/odd/encoder_model.onnx');
    expect(window.showQuickPick).not.toHaveBeenCalled();
  });

  it('says that there is no model, or no such place', async () => {
    await expect(opened(uri('/work/none'))).rejects.toMatchObject({ code: 'model-folder-empty' });
    await expect(opened('gone')).rejects.toMatchObject({
      code: 'model-missing',
      params: { path: '/work/gone' },
    });
  });

  it('opens nothing in a workspace that is not trusted', async () => {
    window.isTrusted = false;
    await expect(opened(uri('/work/one'))).rejects.toMatchObject({ code: 'model-untrusted' });
  });
});
