/** `npm run package`: builds the extension, packs it and checks what is in the package. */
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import fs from 'node:fs';
import path from 'node:path';
import { cache, root, vsix } from './setup/paths.mjs';
import { run } from './setup/process.mjs';

const megabyte = 1e6;
const largest = 35 * megabyte;
const wanted = [
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'dist/extension.js',
  'dist/web/extension.js',
];
const unwanted = /^(training|test|bench|node_modules|src|webview|scripts|\.)|\.(map|ts|py)$/;
/** What vsce is shown; .vscodeignore picks from it. vsce reads every file name of a folder, and the cache has many. */
const shown = /^(dist|l10n|media|models|package.*\.json|\.vscodeignore|[A-Z].*\.(md|txt)|LICENSE)$/;

const builder = path.join(root, 'scripts', 'build.mjs');
const build = await run(process.execPath, [builder, '--production'], { seconds: 300 });
if (build.code !== 0) process.exit(1);

const stage = path.join(cache, 'package');
fs.rmSync(stage, { recursive: true, force: true });
fs.mkdirSync(stage, { recursive: true });
for (const name of fs.readdirSync(root).filter((name) => shown.test(name) && name !== 'package-lock.json')) {
  fs.cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
}

// Everything is bundled into dist, so the package has no node_modules.
const files = await listFiles({ cwd: stage, packageManager: PackageManager.None });
const names = files.map((file) => file.replaceAll('\\', '/'));
refuseIfAny([
  ...wanted.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
  ...names.filter((name) => unwanted.test(name)).map((name) => `${name} does not belong there`),
  ...names.filter(isLfsPointer).map((name) => `${name} is a Git LFS pointer: run “git lfs pull”`),
  ...(names.some((name) => /^models\/[^/]+\/onnx\/[^/]+\.onnx$/.test(name)) ? [] : ['no model is bundled']),
]);

await createVSIX({
  cwd: stage,
  packagePath: vsix,
  dependencies: false,
  // Links in the README stay as they are: the manifest names no repository that they could lead to.
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = fs.statSync(vsix);
const report = `${path.basename(vsix)}: ${(size / megabyte).toFixed(1)} MB, ${names.length} files`;
console.log(report);
if (size > largest) refuseIfAny([`${report}: more than ${largest / megabyte} MB`]);

/** @param {readonly string[]} faults */
function refuseIfAny(faults) {
  if (faults.length === 0) return;
  console.error(`The package is not as it should be:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}

/** @param {string} name */
function isLfsPointer(name) {
  if (!name.endsWith('.onnx')) return false;
  const start = fs.readFileSync(path.join(stage, name)).subarray(0, 40).toString('latin1');
  return start.startsWith('version https://git-lfs');
}
