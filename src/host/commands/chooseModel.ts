import * as vscode from 'vscode';
import type { Downloaded } from '../hub/downloads';
import { isHubName } from '../hub/hubName';
import { bundledModels } from '../models/catalogue';
import { readSettings } from '../settings';
import { activeDocument } from './activeDocument';
import { downloadModel } from './downloadModel';
import { modelItem, type ModelButton, type ModelItem } from './modelItems';
import type { ModelParts } from './modelParts';
import { sizeName } from './modelSizes';
import { openModel } from './openModel';
import { useModel } from './useModel';

/** What the user does in the picker. */
interface Choice {
  readonly item: ModelItem;
  readonly does: 'use' | ModelButton['does'];
}

/**
 * *Choose Model*: a bundled one, a downloaded one, one that was chosen before, or the way to another. Downloaded models
 * can be deleted there.
 * @throws HeadlightError as `useModel`, `openModel`, `downloadModel`
 */
export async function chooseModel(extensionUri: vscode.Uri, parts: ModelParts): Promise<void> {
  const document = activeDocument(parts.store);
  const languageId = document?.languageId;
  const current = readSettings(document).model;
  for (;;) {
    const choice = await pickModel(() => allItems(current, languageId, parts));
    if (!choice) return;
    const { item, does } = choice;
    const { model } = item;
    if (item.leadsTo === 'open') return openModel(undefined, extensionUri, parts);
    if (item.leadsTo === 'download') return downloadModel(undefined, parts);
    if (model === undefined) return;
    if (does === 'use') return useModel(parts, model);
    if (does === 'useForLanguage') return useModel(parts, model, languageId);
    if (does === 'forget') await parts.recent.remove(model);
    else await askRemove(model, parts);
  }
}

async function pickModel(items: () => Promise<ModelItem[]>): Promise<Choice | undefined> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = vscode.l10n.t('Choose a model');
  pick.matchOnDescription = pick.matchOnDetail = true;
  pick.busy = true;
  return new Promise<Choice | undefined>((resolve, reject) => {
    items().then((all) => {
      pick.items = all;
      pick.busy = false;
    }, reject);
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item) resolve({ item, does: 'use' });
    });
    pick.onDidTriggerItemButton(({ item, button }) => {
      // SAFETY: the items get their buttons from `buttonsFor` and from nowhere else.
      resolve({ item, does: (button as ModelButton).does });
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  }).finally(() => {
    pick.dispose();
  });
}

async function allItems(
  current: string,
  languageId: string | undefined,
  { models, recent, downloads }: ModelParts,
): Promise<ModelItem[]> {
  const downloaded = await downloads.all();
  const known = [...bundledModels, ...recent.all()];
  const own = known.includes(current) || isHubName(current) ? recent.all() : [current, ...recent.all()];
  const itemsOf = async (
    names: readonly string[],
    does: readonly ModelButton['does'][],
  ): Promise<ModelItem[]> => {
    const items = names.map(async (model) => {
      const facts = await models.facts(model);
      const buttons = buttonsFor(languageId, recent.all().includes(model) ? [...does, 'forget'] : does);
      return facts && modelItem(model, facts, model === current, buttons);
    });
    return (await Promise.all(items)).filter((item) => item !== undefined);
  };
  const [bundled, fetched, others] = await Promise.all([
    itemsOf(bundledModels, []),
    itemsOf(
      downloaded.map(({ name }) => name),
      ['remove'],
    ),
    itemsOf(own, []),
  ]);
  return [
    ...section(vscode.l10n.t('Bundled models'), bundled),
    ...section(vscode.l10n.t('Downloaded models'), fetched),
    ...section(vscode.l10n.t('Your models'), others),
    ...section('', [
      {
        label: `$(folder-opened) ${vscode.l10n.t('Open a model…')}`,
        detail: vscode.l10n.t('A folder with an ONNX file and a tokenizer.json, or the file itself'),
        leadsTo: 'open',
        alwaysShow: true,
      },
      {
        label: `$(cloud-download) ${vscode.l10n.t('Download a model from the hub…')}`,
        detail: vscode.l10n.t('By its name, owner/name: the only command that uses the network'),
        leadsTo: 'download',
        alwaysShow: true,
      },
    ]),
  ];
}

function section(label: string, items: readonly ModelItem[]): ModelItem[] {
  return items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
}

function buttonsFor(
  languageId: string | undefined,
  does: readonly ModelButton['does'][],
): readonly ModelButton[] {
  const all: ModelButton[] = [
    {
      iconPath: new vscode.ThemeIcon('file-code'),
      tooltip: vscode.l10n.t('Use this model for the language “{0}” only', languageId ?? ''),
      does: 'useForLanguage',
    },
    {
      iconPath: new vscode.ThemeIcon('close'),
      tooltip: vscode.l10n.t('Remove from this list'),
      does: 'forget',
    },
    {
      iconPath: new vscode.ThemeIcon('trash'),
      tooltip: vscode.l10n.t('Delete from this machine'),
      does: 'remove',
    },
  ];
  const wanted = languageId === undefined ? does : ['useForLanguage', ...does];
  return all.filter((button) => wanted.includes(button.does));
}

/** Deletes a downloaded model, once the user has confirmed it. */
async function askRemove(name: string, { downloads }: ModelParts): Promise<void> {
  const downloaded: Downloaded = await downloads.find(name);
  const { repo, bytes, variant } = downloaded.record;
  const remove = vscode.l10n.t('Delete');
  const confirmed = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete “{0}” ({1}) from this machine?', `${repo} · ${variant}`, sizeName(bytes)),
    { modal: true, detail: vscode.l10n.t('It can be downloaded again.') },
    remove,
  );
  if (confirmed === remove) await downloads.remove(downloaded);
}
