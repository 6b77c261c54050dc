import type { InferenceApi } from '../protocol/inference';
import type { Port } from '../protocol/port';
import { openChannel } from '../protocol/rpc';
import { workerReady, type WorkerStart } from '../protocol/workerHandle';
import { createService } from './service/service';

/** The port to whoever started this worker, in a thread of Node and in a Web Worker alike. */
async function portOutside(): Promise<Port> {
  let onMessage: ((message: unknown) => void) | undefined;
  const listen = (listener: (message: unknown) => void): void => {
    onMessage = listener;
  };
  if (typeof process === 'object' && typeof process.versions.node === 'string') {
    const { parentPort } = await import('node:worker_threads');
    if (!parentPort) throw new Error('not started as a worker');
    parentPort.on('message', (message) => onMessage?.(message));
    return {
      listen,
      post: (message, transfer = []) => {
        parentPort.postMessage(message, [...transfer]);
      },
    };
  }
  self.addEventListener('message', ({ data }: MessageEvent) => onMessage?.(data));
  return {
    listen,
    post: (message, transfer = []) => {
      self.postMessage(message, [...transfer]);
    },
  };
}

async function main(): Promise<void> {
  const port = await portOutside();
  port.listen((message) => {
    // SAFETY: whoever starts this worker sends this first (workerHandle.ts); then the channel takes the port over.
    const { api } = createService(message as WorkerStart);
    openChannel<InferenceApi, Record<string, never>>(port, api);
  });
  port.post(workerReady);
}

void main();
