import * as vscode from 'vscode';
import type { HubAccess } from '../hub/hubAccess';

/** *Set Hub Token*: asks for one and keeps it in the secret storage. */
export async function setHubToken(hub: HubAccess): Promise<void> {
  const { endpoint } = hub;
  const token = await vscode.window.showInputBox({
    title: vscode.l10n.t('Token for {0}', endpoint),
    prompt: vscode.l10n.t('It is kept in VS Code’s secret storage and sent to this hub only.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[\x21-\x7e]+$/.test(text.trim())
        ? undefined
        : vscode.l10n.t('A token has letters, digits and signs only.'),
  });
  if (token !== undefined) await hub.setToken(token.trim());
}

/** *Clear Hub Token*. */
export async function clearHubToken(hub: HubAccess): Promise<void> {
  const { endpoint } = hub;
  await hub.clearToken();
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no token for {0} any more.', endpoint));
}
