import * as vscode from 'vscode';
import type { ModelAnswer } from '../../protocol/models';
import type { Task } from '../analysis';

/** The models inside the extension, by the name of their folder under `models/`. */
export const bundledModels: readonly string[] = [
  'headlight-encoder',
  'headlight-decoder',
  'headlight-translator',
];

/** Tasks that not every model can do. */
export type SpecialTask = Exclude<Task, 'explain'>;

/** Which bundled model does them; it is known without opening it. */
export const bundledFor: Readonly<Record<SpecialTask, string>> = {
  mask: 'headlight-encoder',
  next: 'headlight-decoder',
  translate: 'headlight-translator',
};

export function canDo(task: SpecialTask, { kind, predicts }: ModelAnswer): boolean {
  if (task === 'translate') return kind === 'encoderDecoder';
  return predicts === (task === 'mask' ? 'masked' : 'next');
}

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
