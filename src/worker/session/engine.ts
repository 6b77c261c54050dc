import { isNode } from './nodeLocation';
// The order matters: see nodeLocation.
import * as ort from 'onnxruntime-web/wasm';
import type { Engine } from './sessionTypes';

/** More threads than this gain little on the small matrices of a paragraph. */
const mostThreads = 4;

let threads: number | undefined;

/**
 * Sets ONNX Runtime's wasm engine up: it starts with the first session, once for the life of the worker. Answers with
 * the number of its threads: more than one only where `wasmModule` is given and memory can be shared.
 */
export function prepareEngine(engine: Engine): number {
  if (threads !== undefined) return threads;
  threads = threadsFor(engine);
  // Warnings would go to standard error, which belongs to the headless entry's user.
  ort.env.logLevel = 'error';
  const { wasm } = ort.env;
  wasm.wasmBinary = engine.wasmBinary;
  wasm.numThreads = threads;
  if (threads > 1 && engine.wasmModule !== undefined) wasm.wasmPaths = { mjs: engine.wasmModule };
  return threads;
}

function threadsFor({ threads: wanted, wasmModule }: Engine): number {
  const canShare = isNode || (typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated);
  if (wasmModule === undefined || !canShare) return 1;
  // Half the processors: the editor, and what else the user runs, need the others.
  const processors = typeof navigator === 'undefined' ? 1 : navigator.hardwareConcurrency;
  const chosen = wanted > 0 ? wanted : Math.floor(processors / 2);
  return Math.max(1, Math.min(chosen, wanted > 0 ? wanted : mostThreads));
}
