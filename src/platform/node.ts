import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, HeadlightError } from '../core/errors';
import type { WorkerHandle, WorkerStart } from '../protocol/workerHandle';
import { handOver } from './handOver';
import { rawWorker } from './rawWorker';

/**
 * Starts the inference worker in a thread of this Node.
 * @param folder absolute path of the folder with `worker.js` and the engine's files: our `dist`
 * @throws HeadlightError `worker-start`
 */
export async function startNodeWorker(folder: string): Promise<WorkerHandle> {
  try {
    // A file of this size has a buffer of its own, which can be moved.
    const { buffer: wasmBinary } = await readFile(path.join(folder, 'ort-wasm-simd-threaded.wasm'));
    return await startThread(path.join(folder, 'worker.js'), {
      wasmBinary,
      wasmModule: pathToFileURL(path.join(folder, 'ort-wasm-simd-threaded.mjs')).href,
    });
  } catch (thrown) {
    if (thrown instanceof HeadlightError) throw thrown;
    throw new HeadlightError('worker-start', {}, { cause: thrown });
  }
}

function startThread(script: string, start: WorkerStart): Promise<WorkerHandle> {
  // The engine's C++ prints its errors before it throws them: kept from our own output, shown if the worker ends.
  const worker = new Worker(script, { stdout: true, stderr: true });
  let printed = '';
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.on('data', (part: Buffer) => {
      printed = (printed + part.toString()).slice(-2_000);
    });
  }
  const raw = rawWorker(worker, (onMessage, exit) => {
    worker.on('message', onMessage);
    for (const event of ['messageerror', 'error']) {
      worker.on(event, (error: unknown) => {
        exit.fire(`${describe(error)}\n${printed}`);
      });
    }
    worker.on('exit', (code) => {
      exit.fire(`the worker thread ended with code ${code}\n${printed}`);
    });
  });
  return handOver(raw, start);
}
