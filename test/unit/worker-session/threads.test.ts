import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { form } from '../core-onnx/onnxFixtures';
import { engine } from './engineForTests';

const folder = import.meta.dirname;
const bundle = join(folder, 'threads.bundle.js');
const dist = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));

afterAll(() => {
  rmSync(bundle, { force: true });
});

/** As the worker is built: a classic script for browsers, which Node runs too. */
describe('the engine in a classic script in Node', () => {
  it.each([
    [1, undefined, 1],
    [2, undefined, 1],
    [2, pathToFileURL(join(dist, 'ort-wasm-simd-threaded.mjs')).href, 2],
  ])('asked for %i threads, script %s, has %i', async (threads, wasmModule, expected) => {
    await build({
      entryPoints: [join(folder, 'threadsWorker.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      external: ['node:*'],
      logLevel: 'error',
    });
    const workerData = { engine: { ...engine(), threads, wasmModule }, model: form('two-axes.onnx') };
    const worker = new Worker(bundle, { workerData });
    const answer = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(answer).toEqual({ threads: expected, tensors: 4 });
  });
});
