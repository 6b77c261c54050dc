import type { WorkerHandle, WorkerStart } from '../protocol/workerHandle';
import { handOver } from './handOver';
import { rawWorker } from './rawWorker';

/**
 * Starts the inference worker as a Web Worker. The script comes as bytes and runs from a `blob:` URL, since browsers
 * start no worker from another origin, and an extension's files have one of their own. The engine has one thread here:
 * see ARCHITECTURE.md.
 * @throws HeadlightError `worker-start`
 */
export async function startWebWorker(
  script: Uint8Array<ArrayBuffer>,
  start: WorkerStart,
): Promise<WorkerHandle> {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url);
  const raw = rawWorker(worker, (onMessage, exit) => {
    worker.onmessage = ({ data }) => {
      onMessage(data);
    };
    worker.onmessageerror = () => {
      exit.fire('a message could not be read');
    };
    // An uncaught error does not end a Web Worker, but leaves it in a state that nobody knows.
    worker.onerror = (event) => {
      exit.fire(event.message || 'the script did not load');
    };
  });
  try {
    return await handOver(raw, start);
  } finally {
    URL.revokeObjectURL(url);
  }
}
