import type { InferenceApi } from '../protocol/inference';
import type { Port } from '../protocol/port';
import { openChannel } from '../protocol/rpc';
import { workerReady, type WorkerStart } from '../protocol/workerHandle';
import { createService } from './service/service';

/** The other side of this worker's port, in Node's worker threads and in Web Workers alike. */
interface Outside {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  listen(onMessage: (message: unknown) => void): void;
}

async function outside(): Promise<Outside> {
  if (typeof process === 'object' && typeof process.versions.node === 'string') {
    const { parentPort } = await import('node:worker_threads');
    if (!parentPort) throw new Error('not started as a worker');
    return {
      post: (message, transfer) => {
        parentPort.postMessage(message, [...transfer]);
      },
      listen: (onMessage) => {
        parentPort.on('message', onMessage);
      },
    };
  }
  return {
    post: (message, transfer) => {
      self.postMessage(message, [...transfer]);
    },
    listen: (onMessage) => {
      self.addEventListener('message', ({ data }: MessageEvent) => {
        onMessage(data);
      });
    },
  };
}

async function main(): Promise<void> {
  const { post, listen } = await outside();
  let onMessage: ((message: unknown) => void) | undefined;
  const port: Port = {
    post: (message, transfer = []) => {
      post(message, transfer);
    },
    listen: (listener) => {
      onMessage = listener;
    },
  };
  listen((message) => {
    if (onMessage) {
      onMessage(message);
      return;
    }
    // SAFETY: whoever starts this worker sends this first (workerHandle.ts).
    const { api } = createService(message as WorkerStart);
    openChannel<InferenceApi, Record<string, never>>(port, api);
  });
  post(workerReady, []);
}

void main();
