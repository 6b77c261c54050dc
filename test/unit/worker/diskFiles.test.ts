import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiskFile, ModelFiles } from '../../../src/protocol/models';
import type { Engine } from '../../../src/worker/session/sessionTypes';
import { form } from '../core-onnx/onnxFixtures';
import { engine as wasm, engines } from '../worker-session/engineForTests';
import { openService } from './openService';

const weightsName = 'external.onnx_data';
const x = Array.from({ length: 40 }, (_, index) => 2 * Math.sin(7 * index + 1));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headlight-disk-'));
  writeFileSync(path.join(folder, 'external.onnx'), form('external.onnx'));
  writeFileSync(path.join(folder, weightsName), form(weightsName));
  // As the hub's cache has its files: links to files with other names.
  mkdirSync(path.join(folder, 'blobs'));
  mkdirSync(path.join(folder, 'snapshot'));
  for (const name of ['external.onnx', weightsName]) {
    writeFileSync(path.join(folder, 'blobs', `of-${name}`), form(name));
    symlinkSync(path.join(folder, 'blobs', `of-${name}`), path.join(folder, 'snapshot', name));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function onDisk(...names: string[]): DiskFile {
  const disk = path.join(folder, ...names);
  return { disk, byteLength: statSync(disk).size };
}

function inBytes(name: string): ArrayBuffer {
  return form(name).slice().buffer;
}

function filesOf(onnx: ArrayBuffer | DiskFile, weights: ArrayBuffer | DiskFile): ModelFiles {
  return { path: 'm.onnx', name: 'm', graph: { path: 'm.onnx', onnx, external: { [weightsName]: weights } } };
}

async function weightsOf(engine: Engine, files: ModelFiles): Promise<Float32Array> {
  const ask = openService(undefined, engine);
  const { model } = await ask.open({ files, threads: 1, memory: 0 });
  const { run } = await ask.runIds({ model, ids: undefined, inputs: { x } });
  return (await ask.blockWeights({ run, block: 0 })).weights;
}

describe.each(engines)('a model with weights in a file of their own, by the engine %s', (_, engineOf) => {
  it.skipIf(!engineOf)('gives the same weights wherever its files are read', async () => {
    const engine = engineOf?.() ?? wasm();
    const expected = await weightsOf(wasm(), filesOf(inBytes('external.onnx'), inBytes(weightsName)));
    // Not those of a model that was loaded without its weights.
    expect(Math.max(...expected)).toBeGreaterThan(1.1 / 5);
    for (const files of [
      filesOf(inBytes('external.onnx'), inBytes(weightsName)),
      filesOf(onDisk('external.onnx'), onDisk(weightsName)),
      filesOf(onDisk('external.onnx'), inBytes(weightsName)),
      filesOf(inBytes('external.onnx'), onDisk(weightsName)),
      filesOf(onDisk('snapshot', 'external.onnx'), onDisk('snapshot', weightsName)),
    ]) {
      const weights = await weightsOf(engine, files);
      expect(weights).toHaveLength(expected.length);
      weights.forEach((weight, index) => {
        expect(Math.abs(weight - (expected[index] ?? NaN))).toBeLessThan(1e-6);
      });
    }
  });

  it.skipIf(!engineOf)('names a file that is gone', async () => {
    const gone = { disk: path.join(folder, 'gone.onnx'), byteLength: 9 };
    await expect(
      weightsOf(engineOf?.() ?? wasm(), filesOf(gone, inBytes(weightsName))),
    ).rejects.toMatchObject({
      code: 'file-unreadable',
      params: { path: 'm.onnx' },
    });
  });
});

describe('a model that is larger than WebAssembly can address', () => {
  it('is refused before anything of it is read', async () => {
    const large = { disk: path.join(folder, 'not-there'), byteLength: 5.2e9 };
    const opening = weightsOf(wasm(), filesOf(onDisk('external.onnx'), large));
    await expect(opening).rejects.toMatchObject({
      code: 'model-needs-native',
      params: { path: 'm.onnx', size: '5.2' },
    });
  });
});
