import * as vscode from 'vscode';
import type { ModelFiles } from '../../protocol/models';
import { readModelFolder, type ModelStorage } from '../../protocol/modelFolder';
import { modelVersion, type VersionStorage } from '../../protocol/modelVersion';

/** Whether the worker reads files itself, off this thread: it runs where the host does, which in a browser has no disk. */
const hasDisk = typeof process === 'object' && typeof process.versions.node === 'string';

/** Reads the model at `location` through VS Code's file system, so that remote and virtual workspaces work too. */
export function readModelFiles(location: vscode.Uri): Promise<ModelFiles> {
  return readModelFolder(pathOf(location), storageAt(location));
}

/** A text that changes when a file of the model at `location` does. */
export function versionOf(location: vscode.Uri): Promise<string> {
  return modelVersion(pathOf(location), storageAt(location));
}

function pathOf(location: vscode.Uri): string {
  return location.path.replace(/\/+$/, '');
}

function storageAt(location: vscode.Uri): ModelStorage & VersionStorage {
  const at = (path: string): vscode.Uri => location.with({ path });
  return {
    list: async (path) => {
      const { type } = await vscode.workspace.fs.stat(at(path));
      if ((type & vscode.FileType.Directory) === 0) return undefined;
      return (await vscode.workspace.fs.readDirectory(at(path))).map(([name]) => name);
    },
    disk: async (path) => {
      const uri = at(path);
      if (!hasDisk || uri.scheme !== 'file') return undefined;
      return { disk: uri.fsPath, byteLength: (await vscode.workspace.fs.stat(uri)).size };
    },
    read: async (path) => vscode.workspace.fs.readFile(at(path)),
    stat: async (path) => {
      const { size, mtime } = await vscode.workspace.fs.stat(at(path));
      return { size, modified: mtime };
    },
  };
}
