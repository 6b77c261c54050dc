import * as vscode from 'vscode';
import type { ModelKind } from '../../protocol/models';
import { isHubName } from '../hub/hubName';
import { bundledModels } from '../models/catalogue';
import type { ModelFacts } from '../models/modelFacts';
import { memoryName, sizeName } from './modelSizes';

/** A model in the picker, or the way to one that is not in it yet. */
export interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
  readonly leadsTo?: 'open' | 'download';
}

/** A button of the picker with what it does. */
export interface ModelButton extends vscode.QuickInputButton {
  readonly does: 'useForLanguage' | 'forget' | 'remove';
}

/**
 * One model as the picker shows it: kind, languages, size and licence beside its name; the memory that it needs, and what
 * it is for, below.
 */
export function modelItem(
  model: string,
  facts: ModelFacts,
  isCurrent: boolean,
  buttons: readonly ModelButton[],
): ModelItem {
  const { kind, bytes, dataType, license, languages } = facts;
  const title = [
    ...(kind ? [kindName(kind)] : []),
    ...(languages.length > 0 ? [languages.map(languageName).join(', ')] : []),
    ...(dataType === undefined || dataType === 'float32' ? [] : [dataType]),
    sizeName(bytes),
    ...(license === undefined ? [] : [license.toUpperCase()]),
    ...(isCurrent ? [vscode.l10n.t('current')] : []),
  ];
  return {
    label: `${isCurrent ? '$(check) ' : ''}${shortName(model)}`,
    description: title.join(' · '),
    // A bundled model is small, and stores its weights in another form than it computes with: the estimate is not for it.
    detail: [
      ...(bundledModels.includes(model) ? [] : [memoryName(facts)]),
      ...(kind ? [purpose(kind)] : []),
    ].join(' · '),
    buttons,
    model,
  };
}

/** The folder's name, with the file's where that says more; of a downloaded model its repository. */
function shortName(model: string): string {
  if (isHubName(model)) return model.slice('hub:'.length).replace(/@[^@]*$/, '');
  const parts = model.split(/[\\/]/).filter((part) => part !== '' && part !== 'onnx');
  const [folder, file = model] = parts.length > 1 ? parts.slice(-2) : [undefined, ...parts];
  if (folder === undefined || !/\.onnx$/i.test(file)) return file;
  return /^(encoder_|decoder_)?model\.onnx$/i.test(file) ? folder : `${folder}/${file}`;
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

/** `en` as the user's language calls it; cards call source code a language too. */
function languageName(tag: string): string {
  if (tag === 'code') return vscode.l10n.t('code');
  try {
    return new Intl.DisplayNames([vscode.env.language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
