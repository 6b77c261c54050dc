/** `npm run package`: builds the extension, packs it and checks what is in the package. */
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import fs from 'node:fs';
import path from 'node:path';
import { root, vsix } from './setup/paths.mjs';
import { run } from './setup/process.mjs';

const megabyte = 1e6;
const largest = 25 * megabyte;
const wanted = ['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md', 'dist/extension.js', 'dist/web/extension.js'];
const unwanted = /^(training|test|bench|node_modules|src|webview|scripts|\.)|\.(map|ts|py)$/;

process.chdir(root);
const builder = path.join(root, 'scripts', 'build.mjs');
const build = await run(process.execPath, [builder, '--production'], { seconds: 300 });
if (build.code !== 0) process.exit(1);

// Everything is bundled into dist, so the package has no node_modules.
const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const names = files.map((file) => file.replaceAll('\\', '/'));
const faults = [
  ...wanted.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
  ...names.filter((name) => unwanted.test(name)).map((name) => `${name} does not belong there`),
  ...names.filter(isLfsPointer).map((name) => `${name} is a Git LFS pointer: run “git lfs pull”`),
];
if (!names.some((name) => /^models\/[^/]+\/[^/]+\.onnx$/.test(name))) faults.push('no model is bundled');
refuseIfAny(faults);

await createVSIX({ cwd: root, packagePath: vsix, dependencies: false });
const { size } = fs.statSync(vsix);
const report = `${path.basename(vsix)}: ${(size / megabyte).toFixed(1)} MB, ${names.length} files`;
console.log(report);
if (size > largest) refuseIfAny([`${report}: more than ${largest / megabyte} MB`]);

/** @param {readonly string[]} found */
function refuseIfAny(found) {
  if (found.length === 0) return;
  console.error(`The package is not as it should be:\n  ${found.join('\n  ')}`);
  process.exit(1);
}

/** @param {string} name */
function isLfsPointer(name) {
  if (!name.endsWith('.onnx')) return false;
  return fs.readFileSync(name).subarray(0, 40).toString('latin1').startsWith('version https://git-lfs');
}
