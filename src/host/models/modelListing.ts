import * as vscode from 'vscode';
import { defaultVariant, findVariants, type ModelVariant, type StoredFile } from '../../protocol/modelVariants';

/** What lies where a model is said to be. */
export interface ModelListing {
  /** Where configuration and tokenizer are looked for: above an `onnx` folder. */
  readonly folder: vscode.Uri;
  /** Paths are relative to `folder`. */
  readonly variants: readonly ModelVariant[];
  /** The one that the location stands for: the file that it names, or the folder's first. */
  readonly variant: ModelVariant | undefined;
}

/** Lists the models at a location, a folder or an ONNX file, without reading any. @throws where there is nothing */
export async function listModels(location: vscode.Uri): Promise<ModelListing> {
  const { type } = await vscode.workspace.fs.stat(location);
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  const own = isFolder ? location : vscode.Uri.joinPath(location, '..');
  const isInside = !isFolder && nameOf(own) === 'onnx';
  const folder = isInside ? vscode.Uri.joinPath(own, '..') : own;
  const variants = findVariants(await storedFiles(folder));
  const variant = isFolder
    ? defaultVariant(variants)
    : variants.find(({ graph }) => vscode.Uri.joinPath(folder, graph).path === location.path);
  return { folder, variants, variant };
}

/** The files of a folder, and those of `onnx/` in it as exporters write them, that a model can be made of. */
async function storedFiles(folder: vscode.Uri): Promise<StoredFile[]> {
  const list = async (inside: string): Promise<StoredFile[]> => {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder, inside));
    const names = entries.map(([name]) => name).filter((name) => /\.onnx([._]data.*)?$|\.data$/i.test(name));
    return Promise.all(
      names.sort().map(async (name) => {
        const path = `${inside}${name}`;
        return { path, bytes: (await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, path))).size };
      }),
    );
  };
  const below = list('onnx/').catch((): StoredFile[] => []);
  return [...(await list('')), ...(await below)];
}

function nameOf({ path }: vscode.Uri): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}
