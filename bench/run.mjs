/** `npm run bench`: bundles the benchmark and the worker, and runs it. Figures are ratios within one run. */
import * as esbuild from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../scripts/setup/paths.mjs';
import { buildOptions, copyEngine, targets } from '../scripts/targets.mjs';

const folder = path.join(root, 'out', 'bench');
copyEngine(folder);
await esbuild.build(buildOptions(targets.worker, folder, true));
await esbuild.build({
  ...buildOptions({ ...targets.worker, entry: 'bench/main.ts', outfile: 'main.js' }, folder, false),
  sourcemap: false,
});
const { status } = spawnSync(process.execPath, [path.join(folder, 'main.js')], {
  stdio: 'inherit',
  cwd: root,
});
process.exitCode = status ?? 1;
