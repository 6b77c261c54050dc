import type { InferenceApi } from '../../../src/protocol/inference';
import { openChannel, type Remote } from '../../../src/protocol/rpc';
import { createService } from '../../../src/worker/service/service';
import type { Run } from '../../../src/worker/service/run';
import type { RunStore } from '../../../src/worker/service/runStore';
import { portPair } from '../protocol/portPair';
import { bytesOf, root } from './bundledModel';
import path from 'node:path';

/** The worker's service in this thread, asked as the host asks it: through the protocol. */
export function openService(store?: RunStore<Run>): Remote<InferenceApi> {
  const wasmBinary = bytesOf(
    path.join(root, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'),
  );
  const [here, there] = portPair();
  openChannel<InferenceApi, Record<string, never>>(there, createService({ wasmBinary }, store).api);
  return openChannel<Record<string, never>, InferenceApi>(here, {}).remote;
}
