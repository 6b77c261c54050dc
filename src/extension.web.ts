import * as vscode from 'vscode';
import { HeadlightError } from './core/errors';
import { activate as activateHost } from './host/activate';
import { downloadsFolder } from './host/hub/downloads';
import { WorkspaceDownloads } from './host/hub/workspaceDownloads';
import { startWebWorker } from './platform/web';
import type { StartChosenWorker } from './protocol/workerHandle';

/** Entry for hosts in a browser: the worker is a Web Worker. */
export function activate(context: vscode.ExtensionContext): void {
  const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const uri = vscode.Uri.joinPath(context.extensionUri, 'dist', name);
    // A copy of its own: what the host reads may be a view into a shared buffer, and the worker takes it over.
    return new Uint8Array(await vscode.workspace.fs.readFile(uri));
  };
  const startWorker: StartChosenWorker = async ({ engine }) => {
    if (engine === 'native') throw new HeadlightError('engine-missing', { platform: 'web' });
    const [script, wasm] = await Promise.all([read('worker.js'), read('ort-wasm-simd-threaded.wasm')]);
    return startWebWorker(script, { wasmBinary: wasm.buffer });
  };
  activateHost(context, startWorker, new WorkspaceDownloads(downloadsFolder(context)));
}
