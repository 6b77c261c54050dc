import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import { readTokenizerAt } from '../models/chosenTokenizer';
import type { TokenizerChoice } from '../models/tokenizerChoices';
import { readSettings } from '../settings';
import { withProgress } from '../status/progress';
import { activeDocument } from './activeDocument';
import type { ModelParts } from './modelParts';

/** *Choose Tokenizer*: for the model that is chosen now; what is shown is explained anew. */
export async function chooseTokenizer(parts: ModelParts): Promise<void> {
  const { store, explainer } = parts;
  const document = activeDocument(store);
  if (!(await askTokenizer(parts, readSettings(document).model))) return;
  await withProgress(store, async (signal) => {
    if (store.state.analysis) await explainer.again(signal);
    else await explainer.load(document, signal);
  });
}

/**
 * Asks for a model's tokenizer and keeps the answer. False where the user gives none.
 * @throws HeadlightError `tokenizer-unfit`, `file-unreadable`
 */
export async function askTokenizer({ tokenizers }: ModelParts, model: string): Promise<boolean> {
  const file = vscode.l10n.t('Choose a tokenizer file…');
  const ids = vscode.l10n.t('Read the text as token ids');
  const own = vscode.l10n.t('Use what lies beside the model');
  const items: vscode.QuickPickItem[] = [
    {
      label: file,
      detail: vscode.l10n.t('The tokenizer.json, vocab.txt or vocab.json that was published with the model'),
    },
    {
      label: ids,
      detail: vscode.l10n.t('For a text of numbers with blanks between them, such as “101 7592 102”'),
    },
    ...(tokenizers.of(model) ? [{ label: own }] : []),
  ];
  const title = vscode.l10n.t('Which tokenizer does the model have?');
  const picked = (await vscode.window.showQuickPick(items, { title }))?.label;
  if (picked === undefined) return false;
  const choice = picked === file ? await askFile() : picked === ids ? ('ids' as const) : undefined;
  if (picked === file && !choice) return false;
  await tokenizers.set(model, choice);
  return true;
}

async function askFile(): Promise<TokenizerChoice | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a tokenizer file…'),
      canSelectMany: false,
      filters: { 'tokenizer.json, vocab.txt, vocab.json': ['json', 'txt'] },
    })) ?? [];
  if (!file) return undefined;
  const { tokenizer } = await readTokenizerAt(file);
  if (tokenizer !== undefined && !isTokenizer(tokenizer)) {
    throw new HeadlightError('tokenizer-unfit', { path: file.path });
  }
  return { file: file.toString() };
}

/** What tells a tokenizer.json from the other JSON files of a model, such as its configuration. */
function isTokenizer(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'model' in value && typeof value.model === 'object';
  } catch {
    return false;
  }
}
