/** `npm run fuzz`: bundles the fuzzer and runs it. */
import * as esbuild from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../../scripts/setup/paths.mjs';

const outfile = path.join(root, 'out', 'fuzz', 'main.js');
await esbuild.build({
  entryPoints: [path.join(root, 'test/fuzz/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
});
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: root,
});
process.exitCode = status ?? 1;
