import * as vscode from 'vscode';
import type { Explainer } from '../explainer';
import { bundledModels } from '../models/catalogue';
import type { Models } from '../models/models';
import { writeModelSetting } from '../models/modelSetting';
import type { RecentModels } from '../models/recentModels';
import { readSettings } from '../settings';
import type { Store } from '../state';
import { withProgress } from '../status/progress';
import { modelItem, type ModelButton, type ModelItem } from './modelItems';

interface Chosen {
  readonly model: string;
  /** The one language that the model is chosen for. */
  readonly languageId: string | undefined;
}

/**
 * *Choose Model*: a bundled one, one that was chosen before, or a folder of the user's. The choice goes into the settings,
 * and the model is loaded at once: what is shown is explained anew, or an unusable model is told of.
 */
export async function chooseModel(
  store: Store,
  explainer: Explainer,
  models: Models,
  recent: RecentModels,
): Promise<void> {
  const document = vscode.window.activeTextEditor?.document ?? store.state.analysis?.document;
  const chosen = await pickModel(document, models, recent);
  if (!chosen) return;
  const { model, languageId } = chosen;
  if (!bundledModels.includes(model)) await recent.add(model);
  await writeModelSetting(model, document, languageId);
  await withProgress(store, async (signal) => {
    if (store.state.analysis) await explainer.again(signal);
    else await explainer.load(document, signal);
  });
}

async function pickModel(
  document: vscode.TextDocument | undefined,
  models: Models,
  recent: RecentModels,
): Promise<Chosen | undefined> {
  const languageId = document?.languageId;
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = vscode.l10n.t('Choose a model');
  pick.matchOnDescription = pick.matchOnDetail = true;
  const fill = async (): Promise<void> => {
    pick.busy = true;
    pick.items = await allItems(readSettings(document).model, languageId, models, recent);
    pick.busy = false;
  };
  const filled = fill();
  const chosen = await new Promise<{ model: string | undefined; forLanguage: boolean } | undefined>(
    (resolve, reject) => {
      filled.catch(reject);
      pick.onDidAccept(() => {
        const [item] = pick.activeItems;
        if (item) resolve({ model: item.model, forLanguage: false });
      });
      pick.onDidTriggerItemButton(({ item, button }) => {
        // SAFETY: the items get their buttons from `buttonsFor` and from nowhere else.
        const { does } = button as ModelButton;
        if (does === 'useForLanguage') resolve({ model: item.model, forLanguage: true });
        else
          recent
            .remove(item.model ?? '')
            .then(fill)
            .catch(reject);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    },
  ).finally(() => {
    pick.dispose();
  });
  if (!chosen) return undefined;
  const model = chosen.model ?? (await askFolder());
  return model === undefined ? undefined : { model, languageId: chosen.forLanguage ? languageId : undefined };
}

async function allItems(
  current: string,
  languageId: string | undefined,
  models: Models,
  recent: RecentModels,
): Promise<ModelItem[]> {
  const known = [...bundledModels, ...recent.all()];
  const own = known.includes(current) ? recent.all() : [current, ...recent.all()];
  const itemsOf = async (names: readonly string[]): Promise<ModelItem[]> => {
    const items = names.map(async (model) => {
      const facts = await models.facts(model);
      return facts && modelItem(model, facts, model === current, buttonsFor(model, languageId, recent));
    });
    return (await Promise.all(items)).filter((item) => item !== undefined);
  };
  const title = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const [bundled, others] = await Promise.all([itemsOf(bundledModels), itemsOf(own)]);
  return [
    title(vscode.l10n.t('Bundled models')),
    ...bundled,
    ...(others.length > 0 ? [title(vscode.l10n.t('Your models')), ...others] : []),
    title(''),
    {
      label: `$(folder-opened) ${vscode.l10n.t('Open a model folder…')}`,
      detail: vscode.l10n.t('A folder with an ONNX file and a tokenizer.json'),
      alwaysShow: true,
    },
  ];
}

function buttonsFor(
  model: string,
  languageId: string | undefined,
  recent: RecentModels,
): readonly ModelButton[] {
  const buttons: ModelButton[] = [];
  if (languageId !== undefined) {
    buttons.push({
      iconPath: new vscode.ThemeIcon('file-code'),
      tooltip: vscode.l10n.t('Use this model for the language “{0}” only', languageId),
      does: 'useForLanguage',
    });
  }
  if (recent.all().includes(model)) {
    buttons.push({
      iconPath: new vscode.ThemeIcon('close'),
      tooltip: vscode.l10n.t('Remove from this list'),
      does: 'forget',
    });
  }
  return buttons;
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
