import type * as vscode from 'vscode';
import { chooseModel } from './chooseModel';
import { chooseTokenizer } from './chooseTokenizer';
import { downloadModel } from './downloadModel';
import { clearHubToken, setHubToken } from './hubToken';
import type { ModelParts } from './modelParts';
import type { CommandName } from './names';
import { openModel } from './openModel';

type Name = Extract<
  CommandName,
  'chooseModel' | 'openModel' | 'downloadModel' | 'chooseTokenizer' | 'setHubToken' | 'clearHubToken'
>;

/** The commands that choose and fetch models. */
export function modelCommands(
  extensionUri: vscode.Uri,
  parts: ModelParts,
): Readonly<Record<Name, (argument: unknown) => Promise<void>>> {
  return {
    chooseModel: () => chooseModel(extensionUri, parts),
    openModel: (argument) => openModel(argument, extensionUri, parts),
    downloadModel: (argument) => downloadModel(argument, parts),
    chooseTokenizer: () => chooseTokenizer(parts),
    setHubToken: () => setHubToken(parts.hub),
    clearHubToken: () => clearHubToken(parts.hub),
  };
}
