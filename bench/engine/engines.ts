import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Engine, NativeModule } from '../../src/worker/session/sessionTypes';
import { folder } from './options';

/** ONNX Runtime as compiled for this machine, where its package is installed. */
export const native = ((): NativeModule | undefined => {
  try {
    // SAFETY: the package's types are those of onnxruntime-common, as are those of onnxruntime-web.
    return createRequire(path.join(process.cwd(), 'package.json'))('onnxruntime-node') as NativeModule;
  } catch {
    return undefined;
  }
})();

export interface NamedEngine {
  readonly name: 'wasm' | 'native';
  readonly engine: Engine;
}

/** The engines that there are. */
export function enginesWith(threads: number): readonly NamedEngine[] {
  const wasmBinary = new Uint8Array(readFileSync(path.join(folder, 'ort-wasm-simd-threaded.wasm'))).buffer;
  const wasmModule = path.join(folder, 'ort-wasm-simd-threaded.mjs');
  const wasm = { wasmBinary, threads, ...(threads > 1 ? { wasmModule: `file://${wasmModule}` } : {}) };
  return [
    { name: 'wasm', engine: wasm },
    ...(native ? [{ name: 'native', engine: { native, threads } } as const] : []),
  ];
}
