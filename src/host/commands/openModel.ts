import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import { findVariants, type ModelVariant } from '../../protocol/modelVariants';
import { locateModel } from '../models/catalogue';
import { listModels, type ModelListing } from '../models/modelListing';
import type { ModelParts } from './modelParts';
import { sizeName } from './modelSizes';
import { pickVariant } from './pickVariant';
import { useModel } from './useModel';

/** So many files of a workspace are offered; more are found by typing their path. */
const mostFiles = 200;

interface PlaceItem extends vscode.QuickPickItem {
  /** Answers with the place, or with `undefined` where the user takes none. */
  readonly place?: () => Thenable<vscode.Uri | undefined>;
}

/**
 * *Open Model*: a folder or an ONNX file, by dialog, from the workspace or by its path; it becomes the chosen model.
 * @param argument a URI or a path, from the explorer's menu, a drop into the panel, or a key binding
 * @throws HeadlightError `model-untrusted`, `model-missing`, `model-folder-empty`, and as `useModel`
 */
export async function openModel(
  argument: unknown,
  extensionUri: vscode.Uri,
  parts: ModelParts,
): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new HeadlightError('model-untrusted');
  const given = typeof argument === 'string' ? locateModel(argument, extensionUri) : argument;
  const place = given instanceof vscode.Uri ? given : await askPlace(extensionUri);
  if (!place) return;
  const model = await modelAt(place);
  if (model) await useModel(parts, settingOf(model));
}

/** The folder or file to be opened; where a folder has several models the user is asked for one. */
async function modelAt(place: vscode.Uri): Promise<vscode.Uri | undefined> {
  const { path } = place;
  let listing: ModelListing;
  try {
    listing = await listModels(place);
  } catch (cause) {
    throw new HeadlightError('model-missing', { path }, { cause });
  }
  const { folder, variants, variant } = listing;
  // A file is meant, also one that nothing is known of by its name.
  if (variant === undefined && /\.onnx$/i.test(path)) return place;
  if (variant === undefined) throw new HeadlightError('model-folder-empty', { path });
  if (folder.path !== path.replace(/\/+$/, '') || variants.length === 1) return place;
  const picked = await pickVariant(vscode.workspace.asRelativePath(place), variants);
  if (!picked || picked === variant) return picked && place;
  return vscode.Uri.joinPath(folder, picked.graph);
}

/** A path where there is one: people read and edit their settings. */
function settingOf(place: vscode.Uri): string {
  return place.scheme === 'file' ? place.fsPath : place.toString();
}

async function askPlace(extensionUri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const pick = vscode.window.createQuickPick<PlaceItem>();
  pick.title = vscode.l10n.t('Open a model');
  pick.placeholder = vscode.l10n.t('Choose one, or type the path of a folder or an ONNX file');
  pick.matchOnDescription = true;
  const dialogs = dialogItems();
  let found: readonly PlaceItem[] = [];
  const fill = (): void => {
    const path = pick.value.trim();
    const isListed = found.some(({ label }) => label.includes(path));
    // The first item is what Enter takes.
    const typed = path === '' || isListed ? [] : [typedItem(path, extensionUri)];
    pick.items = [...typed, ...dialogs, ...found];
  };
  fill();
  pick.busy = true;
  void workspaceItems()
    .then((items) => {
      found = items;
      fill();
    })
    .finally(() => {
      pick.busy = false;
    });
  pick.onDidChangeValue(fill);
  const chosen = await new Promise<PlaceItem | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const path = pick.value.trim();
      const [item] = pick.activeItems;
      // Who types fast presses Enter before the list has followed.
      const isBehind = path !== '' && (!item || dialogs.includes(item));
      resolve(isBehind ? typedItem(path, extensionUri) : item);
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
  pick.dispose();
  return chosen?.place?.();
}

function dialogItems(): PlaceItem[] {
  const ask = async (folders: boolean): Promise<vscode.Uri | undefined> => {
    const [place] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: !folders,
        canSelectFolders: folders,
        canSelectMany: false,
        openLabel: vscode.l10n.t('Open Model'),
        ...(!folders && { filters: { ONNX: ['onnx'] } }),
      })) ?? [];
    return place;
  };
  return [
    {
      label: `$(folder-opened) ${vscode.l10n.t('A folder…')}`,
      detail: vscode.l10n.t('With an ONNX file and a tokenizer.json, as exporters write it'),
      place: () => ask(true),
    },
    { label: `$(file) ${vscode.l10n.t('An ONNX file…')}`, place: () => ask(false) },
  ];
}

function typedItem(path: string, extensionUri: vscode.Uri): PlaceItem {
  return {
    label: `$(arrow-right) ${vscode.l10n.t('Open {0}', path)}`,
    alwaysShow: true,
    place: () => Promise.resolve(locateModel(path, extensionUri)),
  };
}

/** The models in the workspace's folders. */
async function workspaceItems(): Promise<PlaceItem[]> {
  const items: PlaceItem[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const pattern = new vscode.RelativePattern(folder, '**/*.{onnx,onnx_data,onnx_data_*,onnx.data}');
    const uris = await vscode.workspace.findFiles(pattern, '**/node_modules/**', mostFiles);
    const files = await Promise.all(
      uris.map(async (uri) => ({
        path: uri.path.slice(folder.uri.path.replace(/\/+$/, '').length + 1),
        bytes: (await vscode.workspace.fs.stat(uri)).size,
      })),
    );
    const variants = findVariants(files.sort((a, b) => (a.path < b.path ? -1 : 1)));
    items.push(...variants.map((variant) => workspaceItem(variant, folder)));
  }
  const title = { label: vscode.l10n.t('In this workspace'), kind: vscode.QuickPickItemKind.Separator };
  return items.length > 0 ? [title, ...items] : [];
}

function workspaceItem({ graph, dataType, bytes }: ModelVariant, folder: vscode.WorkspaceFolder): PlaceItem {
  return {
    label: graph,
    description: `${dataType} · ${sizeName(bytes)}`,
    place: () => Promise.resolve(vscode.Uri.joinPath(folder.uri, graph)),
  };
}
