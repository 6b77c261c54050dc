import * as vscode from 'vscode';

/**
 * Writes `headlight.model` where its present value comes from, so that the new one takes effect: for one language, in the
 * workspace, or for the user. With `languageId` it is written for that language only.
 */
export async function writeModelSetting(
  model: string,
  document: vscode.TextDocument | undefined,
  languageId: string | undefined,
): Promise<void> {
  const section = vscode.workspace.getConfiguration('headlight', document);
  const found = section.inspect('model');
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const places = [
    [WorkspaceFolder, found?.workspaceFolderLanguageValue, true],
    [Workspace, found?.workspaceLanguageValue, true],
    [Global, found?.globalLanguageValue, true],
    [WorkspaceFolder, found?.workspaceFolderValue, false],
    [Workspace, found?.workspaceValue, false],
  ] as const;
  const asked = languageId === undefined ? places : places.filter(([, , forLanguage]) => forLanguage);
  const [target, , forLanguage] = asked.find(([, value]) => value !== undefined) ?? [
    Global,
    undefined,
    languageId !== undefined,
  ];
  await section.update('model', model, target, forLanguage);
}
