import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import type { DownloadFiles } from '../../protocol/downloadFiles';
import { downloadModel } from './downloadModel';
import type { DownloadContext } from './downloadFile';
import type { DownloadPlan } from './downloadPlan';
import { readRecord, recordName, type DownloadRecord } from './downloadRecord';
import { hubFolder, hubName } from './hubName';

/** Where downloaded models lie: in the extension's storage, which all workspaces share. */
export function downloadsFolder({ globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(globalStorageUri, 'models');
}

/** A downloaded model. */
export interface Downloaded {
  /** What settings call it. */
  readonly name: string;
  readonly record: DownloadRecord;
  readonly folder: vscode.Uri;
}

/** The models in the folder of downloads. */
export class Downloads {
  /** Those under way, by folder: who asks for one again waits for it. */
  readonly #fetching = new Map<string, Promise<void>>();

  /**
   * @param root the folder of downloads
   * @param files writes in the same folder
   */
  constructor(
    private readonly root: vscode.Uri,
    private readonly files: DownloadFiles,
  ) {}

  /** All that are whole, by name. */
  async all(): Promise<Downloaded[]> {
    const folders = await Promise.all(
      (await foldersIn(this.root)).map(async (repo) =>
        (await Promise.all((await foldersIn(repo)).map(foldersIn))).flat(),
      ),
    );
    const found = await Promise.all(folders.flat().map(readDownloaded));
    return found.filter((one) => one !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The model of that name. @throws HeadlightError `model-not-downloaded` */
  async find(name: string): Promise<Downloaded> {
    const folder = hubFolder(name);
    const found =
      folder === undefined ? undefined : await readDownloaded(vscode.Uri.joinPath(this.root, folder));
    if (!found) throw new HeadlightError('model-not-downloaded', { model: name });
    return found;
  }

  /** Whether it is there, and whole. */
  async has(name: string): Promise<boolean> {
    return this.find(name).then(
      () => true,
      () => false,
    );
  }

  /** Fetches a model, or what is missing of it. @throws HeadlightError as `downloadModel` */
  async fetch(plan: DownloadPlan, context: Omit<DownloadContext, 'files'>): Promise<void> {
    const isThere = async (path: string, bytes: number): Promise<boolean> => {
      try {
        return (await vscode.workspace.fs.stat(vscode.Uri.joinPath(this.root, path))).size === bytes;
      } catch {
        return false;
      }
    };
    const { folder } = plan;
    const work =
      this.#fetching.get(folder) ??
      downloadModel(plan, isThere, { ...context, files: this.files }).finally(() => {
        this.#fetching.delete(folder);
      });
    this.#fetching.set(folder, work);
    await work;
  }

  /** Deletes a model, and the folders above it that it leaves empty. */
  async remove({ folder }: Downloaded): Promise<void> {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: false });
    for (const above of [vscode.Uri.joinPath(folder, '..'), vscode.Uri.joinPath(folder, '..', '..')]) {
      const rest = await vscode.workspace.fs.readDirectory(above);
      if (rest.length > 0) return;
      await vscode.workspace.fs.delete(above, { useTrash: false });
    }
  }
}

async function readDownloaded(folder: vscode.Uri): Promise<Downloaded | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, recordName));
    const record = readRecord(new TextDecoder().decode(bytes));
    return record && { name: hubName(record), record, folder };
  } catch {
    // A download that is not whole has none.
    return undefined;
  }
}

async function foldersIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(([, type]) => (type & vscode.FileType.Directory) !== 0)
      .map(([name]) => vscode.Uri.joinPath(folder, name));
  } catch {
    // Nothing has been downloaded.
    return [];
  }
}
