import { isNode } from './nodeLocation';
// The order matters: see nodeLocation.
import * as ort from 'onnxruntime-web/wasm';
import { chosenThreads } from './chosenThreads';
import { bytesGiven, quantisationOptions, type Runtime } from './runtimeTypes';
import type { WasmEngine } from './sessionTypes';

let threads: number | undefined;

/** ONNX Runtime in WebAssembly: everywhere, one thread where no memory can be shared, at most 4 GB. */
export function wasmRuntime(engine: WasmEngine): Runtime {
  return {
    kind: 'wasm',
    threads: prepare(engine),
    Tensor: ort.Tensor,
    create: (graph, files) =>
      ort.InferenceSession.create(graph.graph, {
        executionProviders: ['wasm'],
        externalData: bytesGiven(graph, files),
        logSeverityLevel: 3,
        extra: { session: quantisationOptions(graph) },
      }),
  };
}

/**
 * Sets the engine up: it starts with the first session, once for the life of the worker. Answers with the number of its
 * threads: more than one only where `wasmModule` is given and memory can be shared.
 */
function prepare(engine: WasmEngine): number {
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

function threadsFor({ threads: wanted, processors, wasmModule }: WasmEngine): number {
  const canShare = isNode || (typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated);
  return wasmModule === undefined || !canShare ? 1 : chosenThreads(wanted, processors ?? 1);
}
