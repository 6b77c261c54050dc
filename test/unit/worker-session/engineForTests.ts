import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Engine } from '../../../src/worker/session/sessionTypes';

const dist = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));

/** The wasm engine as the worker gets it. */
export function engine(): Engine {
  const bytes = readFileSync(join(dist, 'ort-wasm-simd-threaded.wasm'));
  return { wasmBinary: new Uint8Array(bytes).buffer, threads: 1 };
}
