import type { WorkerHandle, WorkerStart } from '../protocol/workerHandle';
import { ExitSignal } from './exitSignal';
import { handOver, type RawWorker } from './handOver';

/**
 * Starts the inference worker as a Web Worker. The script comes as bytes and runs from a `blob:` URL, since browsers
 * start no worker from another origin, and an extension's files have one of their own.
 * @throws HeadlightError `worker-start`
 */
export async function startWebWorker(
  script: Uint8Array<ArrayBuffer>,
  start: WorkerStart,
): Promise<WorkerHandle> {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url);
  const exit = new ExitSignal();
  let onMessage: ((message: unknown) => void) | undefined;
  worker.onmessage = ({ data }) => onMessage?.(data);
  worker.onmessageerror = () => {
    exit.fire('a message could not be read');
  };
  // An uncaught error does not end a Web Worker, but leaves it in a state that nobody knows.
  worker.onerror = (event) => {
    exit.fire(event.message || 'the script did not load');
  };
  const raw: RawWorker = {
    exit,
    post: (message, transfer = []) => {
      worker.postMessage(message, [...transfer]);
    },
    listen: (listener) => {
      onMessage = listener;
    },
    terminate: () => {
      worker.terminate();
    },
  };
  try {
    return await handOver(raw, start);
  } finally {
    URL.revokeObjectURL(url);
  }
}
