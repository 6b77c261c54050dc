import * as vscode from 'vscode';
import type { DownloadFiles } from '../../protocol/downloadFiles';

/**
 * Downloads through VS Code's file system, for hosts in a browser. It appends to no file, so a partial file is a folder
 * with a file for each piece, named by its offset; they are joined when they are whole, with all of it in memory once.
 */
export class WorkspaceDownloads implements DownloadFiles {
  constructor(private readonly folder: vscode.Uri) {}

  async partialSize(path: string): Promise<number> {
    let size = 0;
    for (const { offset, uri } of await this.#pieces(path)) {
      // Behind a gap, which two windows can make, nothing counts.
      if (offset > size) break;
      size = Math.max(size, offset + (await vscode.workspace.fs.stat(uri)).size);
    }
    return size;
  }

  async write(path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const folder = this.#part(path);
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, pieceName(offset)), bytes);
  }

  async sha256(path: string): Promise<string> {
    const digest = await crypto.subtle.digest('SHA-256', await this.#joined(path));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  async finish(path: string): Promise<void> {
    const whole = vscode.Uri.joinPath(this.#part(path), 'whole');
    await vscode.workspace.fs.writeFile(whole, await this.#joined(path));
    await vscode.workspace.fs.rename(whole, vscode.Uri.joinPath(this.folder, path), { overwrite: true });
    await this.discard(path);
  }

  async discard(path: string): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.#part(path), { recursive: true, useTrash: false });
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
    }
  }

  async #joined(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const whole = new Uint8Array(await this.partialSize(path));
    for (const { offset, uri } of await this.#pieces(path)) {
      const bytes = await vscode.workspace.fs.readFile(uri);
      whole.set(bytes.subarray(0, Math.max(0, whole.length - offset)), Math.min(offset, whole.length));
    }
    return whole;
  }

  /** In the order of their offsets. */
  async #pieces(path: string): Promise<{ offset: number; uri: vscode.Uri }[]> {
    const folder = this.#part(path);
    try {
      const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
      return names
        .filter((name) => /^\d+$/.test(name))
        .sort()
        .map((name) => ({ offset: Number(name), uri: vscode.Uri.joinPath(folder, name) }));
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw thrown;
    }
  }

  #part(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, `${path}.part`);
  }
}

/** Of equal length, so that names are in the order of offsets. */
function pieceName(offset: number): string {
  return String(offset).padStart(13, '0');
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof vscode.FileSystemError && thrown.code === 'FileNotFound';
}
