import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { copyNative, ownPlatform } from '../../../scripts/native.mjs';
import { startNodeWorker } from '../../../src/platform/node';
import { InferenceClient } from '../../../src/protocol/inferenceClient';
import { readModelFolder } from '../../../src/protocol/modelFolder';
import type { EngineChoice, WorkerHandle } from '../../../src/protocol/workerHandle';
import { root } from '../worker/bundledModel';
import { build } from '../worker/builtWorker';
import { largestDifference } from '../worker/closeTo';

const limits = { threads: 1, memory: 0 };
const text = 'The lamp on the wall went out because it had no oil.';
const around = { start: 38, end: 40 };

/** The bundled encoder, left on the disk for the worker to read. */
const files = () =>
  readModelFolder(path.join(root, 'models/headlight-encoder'), {
    list: async (name) => ((await stat(name)).isDirectory() ? readdir(name) : undefined),
    read: (name) => readFile(name),
    disk: async (name) => ({ disk: name, byteLength: (await stat(name)).size }),
  });

let dist: string;
let hasNative = false;
const handles: WorkerHandle[] = [];
const notes: string[] = [];
const clients: InferenceClient[] = [];

function clientOf(engine: EngineChoice, folder = () => dist): InferenceClient {
  const client = new InferenceClient(async () => {
    const handle = await startNodeWorker(folder(), { engine, note: (note) => notes.push(note) });
    handles.push(handle);
    return handle;
  }, 1);
  clients.push(client);
  return client;
}

beforeAll(async () => {
  dist = await build('engines', 'worker');
  hasNative = await copyNative(dist, ownPlatform);
}, 60_000);

afterAll(() => {
  for (const client of clients) client.dispose();
});

/** Every weight of every head for one word, and predictions for it. */
async function answersOf(
  client: InferenceClient,
): Promise<{ engine: string; weights: Float32Array; words: string[] }> {
  const { model, engine } = await client.open('bundled', files, limits);
  const { run } = await client.ask.run({ model, text, around, mask: around });
  const every = await client.ask.everyHead({ run, side: 'source', tokens: [9], direction: 'attendsTo' });
  const { places } = await client.ask.predict({ run, tokens: [9], count: 3 });
  return {
    engine: engine.kind,
    weights: Float32Array.from(every.weights.flatMap((weights) => [...weights])),
    words: places.flatMap(({ predictions }) => predictions.map((prediction) => prediction.text)),
  };
}

describe(
  'the native engine in a process of its own (needs the package onnxruntime-node)',
  { timeout: 150_000 },
  () => {
    it('gives the answers of the wasm engine', async ({ skip }) => {
      skip(!hasNative);
      const native = await answersOf(clientOf('auto'));
      const wasm = await answersOf(clientOf('wasm'));
      expect([native.engine, wasm.engine, notes]).toEqual(['native', 'wasm', []]);
      expect(native.words).toEqual(wasm.words);
      expect(largestDifference(native.weights, wasm.weights)).toBeLessThan(1e-5);
    });

    it('is ended in the midst of a run that was cancelled, and takes nothing with it', async ({ skip }) => {
      skip(!hasNative);
      const client = clientOf('native');
      const { model } = await client.open('bundled', files, limits);
      const controller = new AbortController();
      const long = client.ask.run(
        { model, text: 'The lamp had no oil. '.repeat(80), around: { start: 4, end: 8 } },
        {
          signal: controller.signal,
          onProgress: () => {
            controller.abort();
          },
        },
      );
      await expect(long).rejects.toMatchObject({ code: 'cancelled' });
      const run = await client.ask.run({ model, text, around });
      expect(run.tokens.length).toBeGreaterThan(5);
    });

    it('is replaced when it has stopped', async ({ skip }) => {
      skip(!hasNative);
      const client = clientOf('native');
      const { model } = await client.open('bundled', files, limits);
      // What no side of the protocol ever sends: the worker's listener throws, and the process ends.
      handles.at(-1)?.port.post(null);
      const started = handles.length;
      const lost = client.ask.run({ model, text, around });
      await lost.catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'worker-crashed' });
      });
      await new Promise((resolve) => setTimeout(resolve, 500));
      await client.ask.run({ model, text, around });
      expect(handles).toHaveLength(started + 1);
    });
  },
);

describe('a native engine that does not start', { timeout: 150_000 }, () => {
  let broken: string;
  beforeAll(() => {
    broken = path.join(dist, 'broken');
    mkdirSync(path.join(broken, 'native'), { recursive: true });
    for (const name of ['worker.js', 'ort-wasm-simd-threaded.wasm', 'ort-wasm-simd-threaded.mjs']) {
      cpSync(path.join(dist, name), path.join(broken, name));
    }
    writeFileSync(path.join(broken, 'native/onnxruntime.js'), `require('./not-there.node')`);
  });

  it('is replaced by WebAssembly with a line in the log', async () => {
    notes.length = 0;
    const { engine } = await clientOf('auto', () => broken).open('bundled', files, limits);
    expect(engine).toEqual({ kind: 'wasm', threads: 1 });
    expect(notes).toEqual([
      expect.stringMatching(/^The native engine does not start; WebAssembly .*not-there\.node/),
    ]);
  });

  it('is an error with the reason where it is asked for by name', async () => {
    const opening = clientOf('native', () => broken).open('bundled', files, limits);
    await expect(opening).rejects.toMatchObject({
      code: 'engine-load',
      params: { reason: expect.stringContaining('not-there.node') as string },
    });
  });

  it('is an error that names the platform where this installation has none', async () => {
    const opening = clientOf('native', () => path.join(dist, 'nowhere')).open('bundled', files, limits);
    await expect(opening).rejects.toMatchObject({
      code: 'engine-missing',
      params: { platform: ownPlatform },
    });
  });
});
