import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { buildOptions, copyEngine, targets } from '../../../scripts/targets.mjs';
import { root } from '../worker/bundledModel';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Builds worker and headless entry as they are shipped, into a folder of the tests, and runs that entry. */
export async function builtHeadless(name: string): Promise<{
  readonly dist: string;
  readonly run: (args: readonly string[], cwd?: string) => Ended;
}> {
  const folder = path.join(root, 'out', 'test', name);
  const dist = path.join(folder, 'dist');
  mkdirSync(dist, { recursive: true });
  copyEngine(dist);
  for (const target of [targets.worker, targets.headless]) {
    if (target) await esbuild.build(buildOptions(target, dist, true));
  }
  const models = path.join(folder, 'models');
  if (!existsSync(models)) symlinkSync(path.join(root, 'models'), models, 'dir');
  return {
    dist,
    run: (args, cwd = root) => {
      const environment = { ...process.env, npm_lifecycle_event: '' };
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [path.join(dist, 'headless.js'), ...args],
        {
          cwd,
          env: environment,
          encoding: 'utf8',
          maxBuffer: 2 ** 28,
        },
      );
      return { status, stdout, stderr };
    },
  };
}
