import * as vscode from 'vscode';
import { activate as activateHost } from './host/activate';
import { startWebWorker } from './platform/web';

/** Entry for hosts in a browser: the worker is a Web Worker. */
export function activate(context: vscode.ExtensionContext): void {
  const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const uri = vscode.Uri.joinPath(context.extensionUri, 'dist', name);
    // A copy of its own: what the host reads may be a view into a shared buffer, and the worker takes it over.
    return new Uint8Array(await vscode.workspace.fs.readFile(uri));
  };
  activateHost(context, async () => {
    const [script, wasm] = await Promise.all([read('worker.js'), read('ort-wasm-simd-threaded.wasm')]);
    return startWebWorker(script, { wasmBinary: wasm.buffer });
  });
}
