import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Engine, NativeModule, WasmEngine } from '../../../src/worker/session/sessionTypes';

const require = createRequire(import.meta.url);
const dist = dirname(require.resolve('onnxruntime-web/wasm'));

/** The wasm engine as the worker gets it. */
export function engine(): WasmEngine {
  const bytes = readFileSync(join(dist, 'ort-wasm-simd-threaded.wasm'));
  return { wasmBinary: new Uint8Array(bytes).buffer, threads: 1 };
}

/** ONNX Runtime as compiled for this machine; undefined where its package is not there or does not load. */
export const native = ((): NativeModule | undefined => {
  try {
    // SAFETY: the package's types are those of onnxruntime-common, as are those of onnxruntime-web.
    return require('onnxruntime-node') as NativeModule;
  } catch {
    return undefined;
  }
})();

/** Each engine under the name that a test shows, or without an engine where it is not there. */
export const engines: readonly (readonly [string, (() => Engine) | undefined])[] = [
  ['wasm', engine],
  [
    native ? 'native' : 'native (needs the package onnxruntime-node)',
    native && (() => ({ native, threads: 1 })),
  ],
];
