import * as vscode from 'vscode';
import type { ModelFiles } from '../../protocol/inference';
import { readModelFolder } from '../../protocol/modelFolder';

/** Reads the model at `location` through VS Code's file system, so that remote and virtual workspaces work too. */
export function readModelFiles(location: vscode.Uri): Promise<ModelFiles> {
  const at = (path: string): vscode.Uri => location.with({ path });
  return readModelFolder(location.path.replace(/\/+$/, ''), {
    list: async (path) => {
      const { type } = await vscode.workspace.fs.stat(at(path));
      if ((type & vscode.FileType.Directory) === 0) return undefined;
      return (await vscode.workspace.fs.readDirectory(at(path))).map(([name]) => name);
    },
    read: async (path) => vscode.workspace.fs.readFile(at(path)),
  });
}
