import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import type { ModelFiles } from '../../protocol/models';
import { readChosenTokenizer, type TokenizerFiles } from '../../protocol/tokenizerFiles';
import type { TokenizerChoice } from './tokenizerChoices';

/**
 * A model's files with the tokenizer that the user has chosen for it.
 * @throws HeadlightError `file-unreadable`, `tokenizer-unfit`
 */
export async function withTokenizer(
  files: ModelFiles,
  choice: TokenizerChoice | undefined,
): Promise<ModelFiles> {
  if (!choice) return files;
  const model = { ...files, tokenizer: undefined, legacyTokenizer: undefined };
  if (choice === 'ids') return { ...model, textIsIds: true };
  return { ...model, ...(await readTokenizerAt(vscode.Uri.parse(choice.file))) };
}

/** Reads a tokenizer's file, and what belongs to it beside it. @throws HeadlightError as `withTokenizer` */
export async function readTokenizerAt(file: vscode.Uri): Promise<TokenizerFiles> {
  const folder = vscode.Uri.joinPath(file, '..');
  const read = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
  try {
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
    return await readChosenTokenizer(file.path.split('/').at(-1) ?? '', names, read);
  } catch (cause) {
    if (cause instanceof HeadlightError) throw cause;
    throw new HeadlightError('file-unreadable', { path: file.path }, { cause });
  }
}
