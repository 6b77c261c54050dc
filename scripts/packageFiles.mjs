/** What goes into a VSIX: universal, or for one platform with the native engine. */
import { listFiles, PackageManager } from '@vscode/vsce';
import fs from 'node:fs';
import path from 'node:path';
import { copyNative, nativeFiles } from './native.mjs';
import { root } from './setup/paths.mjs';

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
const shown = /^(l10n|media|models|package.*\.json|\.vscodeignore|[A-Z].*\.(md|txt)|LICENSE)$/;

/**
 * Puts the files of a package into a folder of its own.
 * @param {string} stage the folder, made anew
 * @param {string} dist the bundles
 * @param {string | undefined} platform the one whose native engine goes in; none in the universal package
 */
export async function stagePackage(stage, dist, platform) {
  fs.rmSync(stage, { recursive: true, force: true });
  fs.mkdirSync(stage, { recursive: true });
  for (const name of fs
    .readdirSync(root)
    .filter((name) => shown.test(name) && name !== 'package-lock.json')) {
    fs.cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
  }
  const native = path.join(dist, 'native');
  fs.cpSync(dist, path.join(stage, 'dist'), { recursive: true, filter: (from) => from !== native });
  if (platform !== undefined) await copyNative(path.join(stage, 'dist'), platform);
}

/**
 * The names of a staged package's files. Everything is bundled into dist, so the package has no node_modules.
 * @param {string} stage
 */
export async function packageFiles(stage) {
  const files = await listFiles({ cwd: stage, packageManager: PackageManager.None });
  return files.map((file) => file.replaceAll('\\', '/'));
}

/**
 * What is wrong with a staged package.
 * @param {string} stage
 * @param {readonly string[]} names those of its files
 * @param {string | undefined} platform
 * @returns {readonly string[]}
 */
export function packageFaults(stage, names, platform) {
  const libraries = platform === undefined ? [] : nativeFiles(platform).map((file) => path.basename(file));
  const native =
    platform === undefined ? [] : ['onnxruntime.js', ...libraries].map((name) => `dist/native/${name}`);
  return [
    ...[...wanted, ...native].filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
    ...names
      .filter((name) => unwanted.test(name) || (name.startsWith('dist/native/') && !native.includes(name)))
      .map((name) => `${name} does not belong there`),
    ...names
      .filter((name) => isLfsPointer(path.join(stage, name)))
      .map((name) => `${name} is a Git LFS pointer: run “git lfs pull”`),
    ...(names.some((name) => /^models\/[^/]+\/onnx\/[^/]+\.onnx$/.test(name)) ? [] : ['no model is bundled']),
  ];
}

/** @param {string} file */
function isLfsPointer(file) {
  if (!file.endsWith('.onnx')) return false;
  const start = fs.readFileSync(file).subarray(0, 40).toString('latin1');
  return start.startsWith('version https://git-lfs');
}
