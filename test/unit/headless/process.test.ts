import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../worker/bundledModel';
import { build } from '../worker/builtWorker';

let entry: string;
beforeAll(async () => {
  entry = path.join(await build('headless', 'worker', 'headless'), 'headless.js');
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

  it('says what is wrong on standard error, with the status of a refusal or of wrong usage', () => {
    const refused = run('inspect', 'README.md');
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toBe('The file README.md is not an ONNX model.\n');
    const wrong = run('inspect');
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toBe('inspect needs MODEL. See headlight --help.\n');
  });
});
