import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe } from '../core/errors';
import type { WorkerHandle } from '../protocol/workerHandle';
import { handOver } from './handOver';
import { Printed } from './printed';
import { rawWorker } from './rawWorker';

/** The script of the native engine in our `dist`, where this installation has one. */
export function findNative(folder: string): string | undefined {
  const script = path.join(folder, 'native', 'onnxruntime.js');
  return existsSync(script) ? script : undefined;
}

/**
 * Starts the inference worker as a process of its own, which is ended at once when it must be, takes nothing with it when it
 * crashes, and gives its memory back. Throws `worker-start` with what it printed as the cause.
 * @param native absolute path of the native engine's script, which the worker loads before it says that it listens
 */
export function startProcess(script: string, native: string): Promise<WorkerHandle> {
  const child = fork(script, [pathToFileURL(native).href], {
    // Tensors and rows as they are, and copied once instead of written as JSON.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Flags such as --inspect are for this process alone.
    execArgv: [],
    // VS Code's own program is Node where this is set.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const printed = new Printed(child.stdout, child.stderr);
  const worker = {
    postMessage: (message: unknown) => {
      // SAFETY: with this serialisation any structured-clonable value can be sent; the type knows JSON only.
      child.send(message as object, () => {
        // What cannot be sent any more: the end of the process is told by its exit.
      });
    },
    terminate: () => child.kill('SIGKILL'),
  };
  const raw = rawWorker(worker, (onMessage, exit) => {
    child.on('message', onMessage);
    child.on('error', (error) => {
      exit.fire(`${describe(error)}\n${printed.text}`);
    });
    child.on('close', (code, signal) => {
      exit.fire(`the worker process ended with ${signal ?? `code ${code ?? ''}`}\n${printed.text}`);
    });
  });
  return handOver(raw, { processors: availableParallelism() });
}
