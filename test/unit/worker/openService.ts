import path from 'node:path';
import type { InferenceApi } from '../../../src/protocol/inference';
import { openChannel, type Remote } from '../../../src/protocol/rpc';
import type { StartWorker, WorkerHandle } from '../../../src/protocol/workerHandle';
import { createService, type EngineParts } from '../../../src/worker/service/service';
import type { Run } from '../../../src/worker/runs/run';
import type { RunStore } from '../../../src/worker/runs/runStore';
import { portPair } from '../protocol/portPair';
import { bytesOf, root } from './bundledModel';

const wasm = path.join(root, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm');

/** The worker's service in this thread instead of one of its own. */
export function serviceHere(
  store?: RunStore<Run>,
  engine: EngineParts = { wasmBinary: bytesOf(wasm) },
): WorkerHandle {
  const [here, there] = portPair();
  const { api } = createService(engine, store);
  openChannel<InferenceApi, Record<string, never>>(there, api);
  return { port: here, terminate: () => undefined, onExit: () => undefined };
}

export const startHere: StartWorker = () => Promise.resolve(serviceHere());

/** The service, asked as the host asks it: through the protocol. */
export function openService(store?: RunStore<Run>, engine?: EngineParts): Remote<InferenceApi> {
  return openChannel<Record<string, never>, InferenceApi>(serviceHere(store, engine).port, {}).remote;
}
