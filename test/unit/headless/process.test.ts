import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../worker/bundledModel';
import { copyNative, ownPlatform } from '../../../scripts/native.mjs';
import { build } from '../worker/builtWorker';

let entry: string;
let hasNative = false;
beforeAll(async () => {
  const dist = await build('headless', 'worker', 'headless');
  hasNative = await copyNative(dist, ownPlatform);
  entry = path.join(dist, 'headless.js');
}, 60_000);

function run(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [entry, ...args], { cwd: root, encoding: 'utf8' });
}

describe('the built headless entry', { timeout: 150_000 }, () => {
  it('answers on standard output, says nothing else, and ends', () => {
    const model = path.join('models', 'headlight-encoder');
    const { status, stdout, stderr } = run(
      'explain',
      'README.md',
      '--word',
      'Headlight',
      '--model',
      model,
      '--json',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'headlight.explain/1', model: 'headlight-encoder' });
  });

  it('gives the same with either engine (needs the package onnxruntime-node)', ({ skip }) => {
    skip(!hasNative);
    const word = [
      'explain',
      'README.md',
      '--word',
      'Headlight',
      '--model',
      path.join('models', 'headlight-encoder'),
    ];
    const answers = ['wasm', 'native'].map((engine) => {
      const { status, stdout, stderr } = run(...word, '--json', '--engine', engine);
      expect([status, stderr]).toEqual([0, '']);
      // SAFETY: headlight.explain/1.
      return JSON.parse(stdout) as { weights: number[][][]; selfCheck: object };
    });
    const [wasm, native] = answers.map(({ weights }) => weights.flat(2));
    expect(native).toHaveLength(wasm?.length ?? NaN);
    native?.forEach((weight, index) => {
      expect(Math.abs(weight - (wasm?.[index] ?? NaN))).toBeLessThan(1e-5);
    });
    const inspected = run('inspect', path.join('models', 'headlight-encoder'), '--engine', 'native');
    expect(inspected.stdout).toMatch(/^Engine: native; weights: \d+\.\d MB in memory\n/);
  });

  it('says what is wrong on standard error, with the status of a refusal or of wrong usage', () => {
    const refused = run('inspect', 'README.md');
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toBe('The file README.md is not an ONNX model.\n');
    const wrong = run('inspect');
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toBe('inspect needs MODEL. See headlight --help.\n');
  });
});
