import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkspaceDownloads } from '../../../src/host/hub/workspaceDownloads';
import { sha256 } from '../../hub/hubServer';
import type { FakeFileSystem } from '../host/fakeVscode';
import { someBytes } from './downloadForTests';

const disk = await vi.hoisted(async () => {
  const { FakeFileSystem } = await import('../host/fakeVscode');
  return new FakeFileSystem();
});

vi.mock('vscode', async () => {
  const { FakeFileSystemError, FakeUri } = await import('../host/fakeVscode');
  return {
    Uri: FakeUri,
    FileSystemError: FakeFileSystemError,
    workspace: { fs: disk satisfies FakeFileSystem },
  };
});

const { FakeUri } = await import('../host/fakeVscode');
// SAFETY: the class that stands in for it.
const downloads = new WorkspaceDownloads(new FakeUri('/models') as unknown as vscode.Uri);
const bytes = someBytes(10);
const part = (start: number, end: number): Uint8Array<ArrayBuffer> => new Uint8Array(bytes.slice(start, end));

describe('WorkspaceDownloads', () => {
  beforeEach(() => {
    disk.files.clear();
  });

  it('joins the pieces in the order of their offsets', async () => {
    expect(await downloads.partialSize('a/model.onnx')).toBe(0);
    await downloads.write('a/model.onnx', 0, part(0, 4));
    await downloads.write('a/model.onnx', 4, part(4, 10));
    expect(await downloads.partialSize('a/model.onnx')).toBe(10);
    expect(await downloads.sha256('a/model.onnx')).toBe(sha256(bytes));
    await downloads.finish('a/model.onnx');
    expect([...disk.files.keys()]).toEqual(['/models/a/model.onnx']);
    expect([...(disk.files.get('/models/a/model.onnx') ?? [])]).toEqual([...bytes]);
  });

  it('counts nothing behind a gap, and takes what two windows wrote once', async () => {
    await downloads.write('b', 0, part(0, 6));
    await downloads.write('b', 4, part(4, 10));
    expect(await downloads.partialSize('b')).toBe(10);
    expect(await downloads.sha256('b')).toBe(sha256(bytes));
    await downloads.write('b', 12, part(0, 2));
    expect(await downloads.partialSize('b')).toBe(10);
    expect(await downloads.sha256('b')).toBe(sha256(bytes));
  });

  it('discards what is there, and does not mind where nothing is', async () => {
    await downloads.write('c', 0, part(0, 6));
    await downloads.discard('c');
    await downloads.discard('c');
    expect(disk.files.size).toBe(0);
  });
});
