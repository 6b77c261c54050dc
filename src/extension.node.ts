import type { ExtensionContext } from 'vscode';
import { activate as activateHost } from './host/activate';
import { downloadsFolder } from './host/hub/downloads';
import { startNodeWorker } from './platform/node';
import { NodeDownloads } from './platform/nodeDownloads';

/** Entry for desktop and remote hosts: the worker is a thread of the host's Node. */
export function activate(context: ExtensionContext): void {
  activateHost(
    context,
    (wishes) => startNodeWorker(context.asAbsolutePath('dist'), wishes),
    new NodeDownloads(downloadsFolder(context).fsPath),
  );
}
