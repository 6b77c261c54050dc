import * as vscode from 'vscode';
import type { ModelKind } from '../../protocol/models';
import type { ModelFacts } from '../models/modelFacts';

/** A model in the picker, or the way to one that is not in it yet. */
export interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
}

/** A button of the picker with what it does. */
export interface ModelButton extends vscode.QuickInputButton {
  readonly does: 'useForLanguage' | 'forget';
}

/** One model as the picker shows it: kind, languages, size and licence beside its name, and what it is for below. */
export function modelItem(
  model: string,
  facts: ModelFacts,
  isCurrent: boolean,
  buttons: readonly ModelButton[],
): ModelItem {
  const { kind, bytes, license, languages } = facts;
  const title = [
    ...(kind ? [kindName(kind)] : []),
    ...(languages.length > 0 ? [languages.map(languageName).join(', ')] : []),
    sizeName(bytes),
    ...(license === undefined ? [] : [license.toUpperCase()]),
    ...(isCurrent ? [vscode.l10n.t('current')] : []),
  ];
  return {
    label: `${isCurrent ? '$(check) ' : ''}${shortName(model)}`,
    description: title.join(' · '),
    ...(kind && { detail: purpose(kind) }),
    buttons,
    model,
  };
}

function shortName(model: string): string {
  return model.split(/[\\/]/).findLast((part) => part !== '') ?? model;
}

function kindName(kind: ModelKind): string {
  const names: Readonly<Record<ModelKind, string>> = {
    encoder: vscode.l10n.t('encoder'),
    decoder: vscode.l10n.t('decoder'),
    encoderDecoder: vscode.l10n.t('encoder–decoder'),
  };
  return names[kind];
}

function purpose(kind: ModelKind): string {
  const purposes: Readonly<Record<ModelKind, string>> = {
    encoder: vscode.l10n.t('each word looks at the whole text; guesses masked words'),
    decoder: vscode.l10n.t('each word looks at those before it; predicts the next token'),
    encoderDecoder: vscode.l10n.t(
      'writes a second text, such as a translation; shows how the two look at each other',
    ),
  };
  return purposes[kind];
}

function sizeName(bytes: number): string {
  const number = new Intl.NumberFormat(vscode.env.language, { maximumSignificantDigits: 3 });
  return `${number.format(bytes / 1e6)} MB`;
}

/** `en` as the user's language calls it; cards call source code a language too. */
function languageName(tag: string): string {
  if (tag === 'code') return vscode.l10n.t('code');
  try {
    return new Intl.DisplayNames([vscode.env.language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
