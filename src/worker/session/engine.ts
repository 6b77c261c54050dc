import * as ort from 'onnxruntime-web/wasm';
import { HeadlightError } from '../../core/errors';
import type { Engine } from './sessionTypes';

let started: Promise<number> | undefined;

/**
 * Starts ONNX Runtime's wasm engine, once for the life of the worker, and answers with the number of its threads.
 * More than one needs shared memory and a separate script for the threads (`wasmModule`); else there is one.
 */
export function startEngine(engine: Engine): Promise<number> {
  started ??= start(engine).catch((thrown: unknown) => {
    started = undefined;
    throw new HeadlightError('worker-start', {}, { cause: thrown });
  });
  return started;
}

async function start(engine: Engine): Promise<number> {
  const { wasm } = ort.env;
  // Warnings of the engine would go to standard error, which belongs to the headless entry's user.
  ort.env.logLevel = 'error';
  wasm.wasmBinary = engine.wasmBinary;
  wasm.numThreads = threadsFor(engine);
  if (wasm.numThreads > 1 && engine.wasmModule !== undefined) {
    wasm.wasmPaths = { mjs: engine.wasmModule };
    pretendSameOrigin(engine.wasmModule);
  }
  await ort.InferenceSession.create(emptyModel, { executionProviders: ['wasm'] }).then((session) => session.release());
  return wasm.numThreads;
}
