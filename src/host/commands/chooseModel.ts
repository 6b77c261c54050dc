import * as vscode from 'vscode';
import { bundledModels } from '../models/catalogue';
import { readSettings } from '../settings';

/** *Choose Model*: a bundled one, or a folder or file of the user's; the choice goes into the settings. */
export async function chooseModel(): Promise<void> {
  const current = readSettings(vscode.window.activeTextEditor?.document).model;
  const browse: vscode.QuickPickItem = {
    label: `$(folder-opened) ${vscode.l10n.t('Open a model folder…')}`,
    detail: vscode.l10n.t('A folder with an ONNX file and a tokenizer.json'),
  };
  const picked = await vscode.window.showQuickPick(
    [
      ...bundledModels.map((name) => ({
        label: name,
        description: name === current ? vscode.l10n.t('current') : '',
        detail: vscode.l10n.t('Bundled, English · Chinese · code, MIT'),
      })),
      browse,
    ],
    { title: vscode.l10n.t('Choose a model') },
  );
  if (!picked) return;
  const model = picked === browse ? await askFolder() : picked.label;
  if (model !== undefined) {
    await vscode.workspace
      .getConfiguration('headlight')
      .update('model', model, vscode.ConfigurationTarget.Global);
  }
}

async function askFolder(): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      openLabel: vscode.l10n.t('Open Model'),
    })) ?? [];
  return folder && (folder.scheme === 'file' ? folder.fsPath : folder.toString());
}
