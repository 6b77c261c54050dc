/**
 * `npm run bench`: bundles the benchmark and the worker, and runs it; `npm run bench -- engine …` the one of the engines.
 * Figures are ratios within one run.
 */
import * as esbuild from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../scripts/setup/paths.mjs';
import { copyNative, ownPlatform } from '../scripts/native.mjs';
import { buildOptions, copyEngine, targets } from '../scripts/targets.mjs';

const folder = path.join(root, 'out', 'bench');
const [name, ...args] = process.argv.slice(2);
const isEngine = name === 'engine';
copyEngine(folder);
if (isEngine) await copyNative(folder, ownPlatform);
await esbuild.build(buildOptions(targets.worker, folder, true));
await esbuild.build({
  ...buildOptions(
    { ...targets.worker, entry: isEngine ? 'bench/engine/main.ts' : 'bench/main.ts', outfile: 'main.js' },
    folder,
    false,
  ),
  sourcemap: false,
});
const { status } = spawnSync(process.execPath, [path.join(folder, 'main.js'), ...args], {
  stdio: 'inherit',
  cwd: root,
});
process.exitCode = status ?? 1;
