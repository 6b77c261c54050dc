import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNodeWorker } from '../../../src/platform/node';
import type { ModelFiles } from '../../../src/protocol/models';
import { InferenceClient } from '../../../src/protocol/inferenceClient';
import type { WorkerHandle } from '../../../src/protocol/workerHandle';
import { bundledModel, root } from '../worker/bundledModel';
import { build } from '../worker/builtWorker';

const question = { text: 'The lamp had no oil.', around: { start: 4, end: 8 } };
const fixtures = path.join(root, 'test/fixtures/onnx');
const limits = { threads: 1, memory: 0 };
const files = () => Promise.resolve(bundledModel());

let dist: string;
beforeAll(async () => {
  dist = await build('worker', 'worker');
}, 60_000);

describe('the built worker in a thread of Node', { timeout: 150_000 }, () => {
  const handles: WorkerHandle[] = [];
  const client = new InferenceClient(async () => {
    const handle = await startNodeWorker(dist);
    handles.push(handle);
    return handle;
  }, 1);

  afterAll(() => {
    client.dispose();
  });

  it('opens the bundled model, runs it and answers', async () => {
    const { model } = await client.open('bundled', files, limits);
    const run = await client.ask.run({ ...question, model });
    const { weights } = await client.ask.row({
      run: run.run,
      tokens: [2],
      choice: { kind: 'self', layer: 0, head: 0 },
      direction: 'attendsTo',
      hideSpecial: false,
    });
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    expect(run.selfCheck.maxAbsError).toBeLessThan(1e-4);
  });

  it('is replaced when it has stopped, and refuses runs of the one before', async () => {
    const { model } = await client.open('bundled', files, limits);
    const before = await client.ask.run({ ...question, model });
    const open = client.ask.run({ ...question, model });
    // What no side of the protocol ever sends: the worker's listener throws, and the thread ends.
    handles.at(-1)?.port.post(null);
    // The run may have been answered before the thread came to the bad message.
    await open.catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'worker-crashed' });
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = await client.ask.run({ ...question, model });
    expect(after.tokens).toEqual(before.tokens);
    expect(handles).toHaveLength(2);
    const release = {
      tokens: [0],
      choice: { kind: 'self', layer: 0, head: 0 },
      direction: 'attendsTo',
      hideSpecial: false,
    } as const;
    await expect(client.ask.row({ ...release, run: before.run })).rejects.toMatchObject({
      code: 'run-unknown',
    });
  });

  it('says so when memory is out, and is replaced', async () => {
    const name = 'bloom-eager-14';
    const load = (): Promise<ModelFiles> =>
      Promise.resolve({
        path: name,
        name,
        graph: {
          path: name,
          onnx: new Uint8Array(gunzipSync(readFileSync(path.join(fixtures, `${name}.onnx.gz`)))).buffer,
          external: {},
        },
      });
    const { model } = await client.open(name, load, limits);
    const started = handles.length;
    // Its positions have no table, so nothing bounds the length but the scores: heads · length² numbers a layer.
    const ids = Array.from({ length: 60_000 }, () => 5);
    await expect(client.ask.runIds({ model, ids, inputs: {} })).rejects.toMatchObject({
      code: 'out-of-memory',
    });
    const run = await client.ask.runIds({ model, ids: [5, 6, 7], inputs: {} });
    expect(run.tokens).toHaveLength(3);
    expect(handles).toHaveLength(started + 1);
  });

  it('is ended in the midst of a run that was cancelled', async () => {
    const { model } = await client.open('bundled', files, limits);
    const long = { model, text: 'The lamp had no oil. '.repeat(80), around: { start: 4, end: 8 } };
    const controller = new AbortController();
    const run = client.ask.run(long, {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    const next = await client.ask.run({ ...question, model });
    expect(next.tokens.length).toBeGreaterThan(5);
  });
});

describe('a worker that does not start', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'headlight-worker-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is named so, whether its files are missing or its script is broken', async () => {
    await expect(startNodeWorker(folder)).rejects.toMatchObject({ code: 'worker-start' });
    writeFileSync(path.join(folder, 'ort-wasm-simd-threaded.wasm'), 'no wasm');
    await expect(startNodeWorker(folder)).rejects.toMatchObject({ code: 'worker-start' });
    writeFileSync(path.join(folder, 'worker.js'), 'throw new Error("broken");');
    await expect(startNodeWorker(folder)).rejects.toMatchObject({ code: 'worker-start' });
  });
});
