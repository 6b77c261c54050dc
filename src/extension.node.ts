import type { ExtensionContext } from 'vscode';
import { activate as activateHost } from './host/activate';
import { startNodeWorker } from './platform/node';

/** Entry for desktop and remote hosts: the worker is a thread of the host's Node. */
export function activate(context: ExtensionContext): void {
  activateHost(context, () => startNodeWorker(context.asAbsolutePath('dist')));
}
