import type { InferenceApi } from '../protocol/inference';
import type { Port } from '../protocol/port';
import { openChannel } from '../protocol/rpc';
import { workerReady, type NativeStart, type WasmStart } from '../protocol/workerHandle';
import { createService, type EngineParts } from './service/service';
import type { NativeModule } from './session/sessionTypes';

/** The port to whoever started this worker: from a process or a thread of Node, or from a Web Worker. */
async function portOutside(): Promise<Port> {
  let onMessage: ((message: unknown) => void) | undefined;
  const listen = (listener: (message: unknown) => void): void => {
    onMessage = listener;
  };
  if (isChild) {
    process.on('message', (message) => onMessage?.(message));
    // Nobody is left who could ask.
    process.on('disconnect', () => process.exit());
    return { listen, post: (message) => process.send?.(message) };
  }
  if (isNode) {
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

const isNode = typeof process === 'object' && typeof process.versions.node === 'string';
/** A process of its own is started for the native engine, whose script is its argument. */
const isChild = isNode && typeof process.send === 'function' && process.argv[2] !== undefined;

async function nativeModule(): Promise<NativeModule> {
  // SAFETY: the script that whoever starts this process names is the package onnxruntime-node, as CommonJS.
  const loaded = (await import(process.argv[2] ?? '')) as { default: NativeModule };
  return loaded.default;
}

async function main(): Promise<void> {
  const native = isChild ? await nativeModule() : undefined;
  const port = await portOutside();
  port.listen((message) => {
    // SAFETY: whoever starts this worker sends this first (workerHandle.ts); then the channel takes the port over.
    const parts: EngineParts = native ? { ...(message as NativeStart), native } : (message as WasmStart);
    const { api } = createService(parts);
    openChannel<InferenceApi, Record<string, never>>(port, api);
  });
  port.post(workerReady);
}

void main();
