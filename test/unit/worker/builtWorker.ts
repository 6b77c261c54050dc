import { mkdirSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { buildOptions, copyEngine, targets, type TargetName } from '../../../scripts/targets.mjs';
import { root } from './bundledModel';

/**
 * Bundles as they are shipped, in a folder of the tests' own beside which `models` would be looked for in vain.
 * @returns the folder
 */
export async function build(folder: string, ...names: TargetName[]): Promise<string> {
  const dist = path.join(root, 'out', 'test', folder);
  mkdirSync(dist, { recursive: true });
  copyEngine(dist);
  for (const name of names) await esbuild.build(buildOptions(targets[name], dist, true));
  return dist;
}
