import * as vscode from 'vscode';
import { memoryNeeded } from '../../protocol/memoryNeeded';

/** “438 MB” in the user's notation. */
export function sizeName(bytes: number, maximumSignificantDigits = 3): string {
  const number = new Intl.NumberFormat(vscode.env.language, { maximumSignificantDigits });
  return bytes < 1e9 ? `${number.format(bytes / 1e6)} MB` : `${number.format(bytes / 1e9)} GB`;
}

/** “about 900 MB in memory” */
export function memoryName(model: { readonly bytes: number; readonly dataType: string | undefined }): string {
  return vscode.l10n.t('about {0} in memory', sizeName(memoryNeeded(model), 2));
}
