import * as vscode from 'vscode';

/** The models inside the extension, by the name of their folder under `models/`. */
export const bundledModels: readonly string[] = ['headlight-encoder'];

/**
 * Where the model of a setting's value lies: a bundled name, a URI, an absolute path, or a path relative to the
 * first workspace folder.
 */
export function locateModel(value: string, extensionUri: vscode.Uri): vscode.Uri {
  if (bundledModels.includes(value)) return vscode.Uri.joinPath(extensionUri, 'models', value);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(value)) return vscode.Uri.parse(value);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const absolute = value.startsWith('/') || /^[a-z]:[\\/]/i.test(value) || value.startsWith('\\\\');
  if (absolute) return folder && folder.scheme !== 'file' ? folder.with({ path: value }) : vscode.Uri.file(value);
  return folder ? vscode.Uri.joinPath(folder, value) : vscode.Uri.file(value);
}
