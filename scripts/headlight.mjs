/**
 * `npm run -s headlight -- …`: the headless entry, from a fresh clone too. Installs and builds what is missing or older
 * than the sources; standard output belongs to the command alone.
 */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './setup/paths.mjs';

const built = ['headless.js', 'worker.js', 'ort-wasm-simd-threaded.wasm'].map((name) =>
  path.join(root, 'dist', name),
);
const sources = [
  'src',
  'scripts/build.mjs',
  'scripts/targets.mjs',
  'scripts/native.mjs',
  'package-lock.json',
];

try {
  await prepare();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
await import('../dist/headless.js');

async function prepare() {
  const oldest = Math.min(...built.map((file) => changed(file) ?? 0));
  if (Math.max(...sources.map((name) => newest(path.join(root, name)))) <= oldest) return;
  // What the set-up says of its progress is no output of the command.
  console.log = (...words) => process.stderr.write(`${words.join(' ')}\n`);
  const { installDependencies } = await import('./setup/dependencies.mjs');
  const { runOrThrow } = await import('./setup/process.mjs');
  await installDependencies();
  await runOrThrow(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { cwd: root, seconds: 120 });
}

/** @param {string} file a file, or a folder of files */
function newest(file) {
  const found = fs.statSync(file);
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = fs.readdirSync(file).map((name) => newest(path.join(file, name)));
  return Math.max(0, ...inside);
}

/** @param {string} file */
function changed(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
