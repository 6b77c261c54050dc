import { beforeAll, describe, expect, it } from 'vitest';
import { packTail } from '../../../src/core/onnx/taps/packTail';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import type { InferenceApi } from '../../../src/protocol/inference';
import type { Remote } from '../../../src/protocol/rpc';
import { readGraphFiles } from '../../../src/worker/models/openGraph';
import { fixtureModel } from '../core-onnx/onnxFixtures';
import { bundledModel, graphBytes, readBytes } from './bundledModel';
import { openService } from './openService';

const row = {
  tokens: [0],
  choice: { kind: 'self', layer: 0, head: 0 },
  direction: 'attendsTo',
  hideSpecial: false,
} as const;

/** A small model. */
function files(name: string): Parameters<InferenceApi['open']>[0]['files'] {
  const bytes = fixtureModel(name);
  return { path: name, name, graph: { path: name, onnx: bytes.slice().buffer, external: {} } };
}

describe('the models in the worker', () => {
  let ask: Remote<InferenceApi>;
  beforeAll(() => {
    ask = openService();
  });

  const open = async (name: string, memory: number): Promise<number> =>
    (await ask.open({ files: files(name), threads: 1, memory })).model;
  const run = async (model: number): Promise<number> =>
    (await ask.runIds({ model, ids: [5, 6, 7], inputs: {} })).run;

  it('stay while they fit, with their runs', async () => {
    const first = await open('bert-eager-17', 2 ** 30);
    const firstRun = await run(first);
    const second = await open('distilbert-eager-17', 2 ** 30);
    const secondRun = await run(second);
    expect(await run(first)).not.toBe(firstRun);
    await expect(ask.row({ ...row, run: firstRun })).resolves.toBeDefined();
    await expect(ask.row({ ...row, run: secondRun })).resolves.toBeDefined();
  });

  it('go by use, not by age, and their runs with them', async () => {
    const name = 'distilbert-eager-17';
    const first = await open(name, 0);
    const firstRun = await run(first);
    const second = await open(name, 2 ** 30);
    const secondRun = await run(second);
    await run(first);
    const { graph } = files(name);
    const roomForTwo =
      readGraphFiles(graphBytes(graph)).bytes +
      Math.max(readGraphFiles(graphBytes(graph)).bytes, graph.onnx.byteLength);
    const third = await open(name, roomForTwo);
    await expect(run(second)).rejects.toMatchObject({ code: 'model-unknown' });
    await expect(ask.row({ ...row, run: secondRun })).rejects.toMatchObject({ code: 'run-unknown' });
    await expect(ask.row({ ...row, run: firstRun })).resolves.toBeDefined();
    await expect(run(first)).resolves.toBeDefined();
    await expect(run(third)).resolves.toBeDefined();
  });

  it('are the newest alone where the room is for none', async () => {
    const first = await open('bert-eager-17', 2 ** 30);
    const second = await open('distilbert-eager-17', 0);
    await expect(run(first)).rejects.toMatchObject({ code: 'model-unknown' });
    await expect(run(second)).resolves.toBeDefined();
  });

  it('go too where the first predictions of another need the room', async () => {
    const other = bundledModel('headlight-encoder');
    const [small, large] = [files('bert-eager-17').graph, other.graph];
    const { flow, tail } = tapModel('m', readBytes(large.onnx), { withTail: true });
    const packed = tail ? packTail(flow, tail, {}).weights.byteLength : 0;
    expect(packed).toBeGreaterThan(0);
    // For both with what scores the vocabulary packed, and not for that in the engine too.
    const room =
      readGraphFiles(graphBytes(small)).bytes + readGraphFiles(graphBytes(large)).bytes + 1.5 * packed;
    const first = await open('bert-eager-17', room);
    const { model } = await ask.open({ files: other, threads: 1, memory: room });
    await expect(run(first)).resolves.toBeDefined();
    const around = { start: 4, end: 8 };
    const masked = await ask.run({ model, text: 'The lamp went out.', around, mask: around });
    const at = masked.tokens.findIndex(({ start }) => start === 4);
    await ask.predict({ run: masked.run, tokens: [at], count: 1 });
    await expect(run(first)).rejects.toMatchObject({ code: 'model-unknown' });
    await expect(ask.row({ ...row, run: masked.run })).resolves.toBeDefined();
  });

  it('are not touched by one that cannot be read, beyond the room that its file needs', async () => {
    const first = await open('bert-eager-17', 2 ** 30);
    const broken = {
      ...files('distilbert-eager-17'),
      graph: { path: 'b', onnx: new ArrayBuffer(9), external: {} },
    };
    await expect(ask.open({ files: broken, threads: 1, memory: 2 ** 30 })).rejects.toMatchObject({
      code: 'model-not-onnx',
    });
    await expect(run(first)).resolves.toBeDefined();
  });
});
