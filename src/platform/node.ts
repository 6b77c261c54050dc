import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, HeadlightError } from '../core/errors';
import type { WasmStart, WorkerHandle, WorkerWishes } from '../protocol/workerHandle';
import { handOver } from './handOver';
import { findNative, startProcess } from './nodeProcess';
import { Printed } from './printed';
import { rawWorker } from './rawWorker';

/**
 * Starts the inference worker: in a thread of this Node with the wasm engine, or in a process of its own with the native
 * one, which cannot be stopped in a thread without ending the whole process.
 * @param folder absolute path of the folder with `worker.js` and the engines' files: our `dist`
 * @throws HeadlightError `worker-start`; `engine-missing` and `engine-load` where only the native engine is wanted
 */
export async function startNodeWorker(folder: string, wishes?: WorkerWishes): Promise<WorkerHandle> {
  const { engine = 'wasm', note } = wishes ?? {};
  const native = engine === 'wasm' ? undefined : findNative(folder);
  if (engine === 'native' && native === undefined) {
    throw new HeadlightError('engine-missing', { platform: `${process.platform}-${process.arch}` });
  }
  if (native === undefined) return startThread(folder);
  try {
    return await startProcess(path.join(folder, 'worker.js'), native);
  } catch (thrown) {
    const reason = reasonOf(thrown);
    if (engine === 'native') throw new HeadlightError('engine-load', { reason }, { cause: thrown });
    note?.(`The native engine does not start; WebAssembly is used in its place. ${reason}`);
    return startThread(folder);
  }
}

async function startThread(folder: string): Promise<WorkerHandle> {
  try {
    // A file of this size has a buffer of its own, which can be moved.
    const { buffer: wasmBinary } = await readFile(path.join(folder, 'ort-wasm-simd-threaded.wasm'));
    return await startScript(path.join(folder, 'worker.js'), {
      wasmBinary,
      wasmModule: pathToFileURL(path.join(folder, 'ort-wasm-simd-threaded.mjs')).href,
      processors: availableParallelism(),
    });
  } catch (thrown) {
    if (thrown instanceof HeadlightError) throw thrown;
    throw new HeadlightError('worker-start', {}, { cause: thrown });
  }
}

function startScript(script: string, start: WasmStart): Promise<WorkerHandle> {
  // The engine's C++ prints its errors before it throws them: kept from our own output, shown if the worker ends.
  const worker = new Worker(script, { stdout: true, stderr: true });
  const printed = new Printed(worker.stdout, worker.stderr);
  const raw = rawWorker(worker, (onMessage, exit) => {
    worker.on('message', onMessage);
    for (const event of ['messageerror', 'error']) {
      worker.on(event, (error: unknown) => {
        exit.fire(`${describe(error)}\n${printed.text}`);
      });
    }
    worker.on('exit', (code) => {
      exit.fire(`the worker thread ended with code ${code}\n${printed.text}`);
    });
  });
  return handOver(raw, start);
}

/** What the worker printed of what is wrong, without the place in its script. */
function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error && typeof thrown.cause === 'string' ? thrown.cause : describe(thrown);
  return /^(?:\w*Error: .*)$/m.exec(text)?.[0] ?? text.split('\n')[0] ?? '';
}
