/**
 * `npm run package [-- --target linux-x64]`: builds the extension, packs it and checks what is in the package. The universal
 * package runs everywhere with WebAssembly; one for a target has the native engine of that platform too.
 */
import { createVSIX } from '@vscode/vsce';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nativeFiles, platforms } from './native.mjs';
import { packageFaults, packageFiles, stagePackage } from './packageFiles.mjs';
import { cache, root, vsix } from './setup/paths.mjs';
import { run } from './setup/process.mjs';

const megabyte = 1e6;
/** Most bytes of a package: without a native engine, and with one. */
const largest = { universal: 35 * megabyte, targeted: 60 * megabyte };

const { target } = parseArgs({ options: { target: { type: 'string' } } }).values;
if (target !== undefined) refuseIfAny(targetFaults(target));

const builder = path.join(root, 'scripts', 'build.mjs');
const build = await run(process.execPath, [builder, '--production'], { seconds: 300 });
if (build.code !== 0) process.exit(1);

const stage = path.join(cache, 'package');
await stagePackage(stage, path.join(root, 'dist'), target);
const names = await packageFiles(stage);
refuseIfAny(packageFaults(stage, names, target));

const file = target === undefined ? vsix : vsix.replace(/\.vsix$/, `-${target}.vsix`);
await createVSIX({
  cwd: stage,
  packagePath: file,
  dependencies: false,
  ...(target === undefined ? {} : { target }),
  // Links in the README stay as they are: the manifest names no repository that they could lead to.
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = fs.statSync(file);
const report = `${path.basename(file)}: ${(size / megabyte).toFixed(1)} MB, ${names.length} files`;
console.log(report);
const most = target === undefined ? largest.universal : largest.targeted;
if (size > most) refuseIfAny([`${report}: more than ${most / megabyte} MB`]);

/** @param {readonly string[]} faults */
function refuseIfAny(faults) {
  if (faults.length === 0) return;
  console.error(`The package is not as it should be:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}

/** @param {string} platform */
function targetFaults(platform) {
  if (!platforms.includes(platform))
    return [`${platform} is none of VS Code’s platforms: ${platforms.join(', ')}`];
  if (nativeFiles(platform).length > 0) return [];
  return nativeFiles('linux-x64').length > 0
    ? [`onnxruntime-node has no binding for ${platform}, which the universal package serves with WebAssembly`]
    : ['the package onnxruntime-node is not installed: run “npm install”'];
}
