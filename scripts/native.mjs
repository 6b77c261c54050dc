/**
 * The native engine: ONNX Runtime as compiled for one platform, from the package onnxruntime-node, whose install script
 * (it fetches CUDA's libraries) is never run.
 */
import * as esbuild from 'esbuild';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './setup/paths.mjs';

/** The platforms that VS Code has packages for, and that are computers. */
export const platforms = [
  'win32-x64',
  'win32-arm64',
  'linux-x64',
  'linux-arm64',
  'linux-armhf',
  'alpine-x64',
  'alpine-arm64',
  'darwin-x64',
  'darwin-arm64',
];

/** The one that this Node runs on. */
export const ownPlatform = `${process.platform}-${process.arch}`;

/** Where the engine's files go, below the folder of the bundles. */
const inside = 'native';
const binding = 'onnxruntime_binding.node';

/**
 * The files of the native engine for a platform.
 * @param {string} platform
 * @returns {readonly string[]} absolute paths; none where the package is not installed or has no binding for it
 */
export function nativeFiles(platform) {
  const home = packageFolder();
  if (home === undefined) return [];
  const folder = path.join(home, 'bin', 'napi-v6', ...platform.split('-'));
  if (!fs.existsSync(path.join(folder, binding))) return [];
  // What works on graphics cards is loaded when it is asked for, which it is not; of two equal libraries one is enough.
  const idle = /^(dxcompiler|dxil|DirectML)\.dll$|\.\d+\.\d+\.\d+\.dylib$/;
  const names = fs.readdirSync(folder).filter((name) => !idle.test(name));
  return names.map((name) => path.join(folder, name));
}

/**
 * Puts the native engine beside the worker: its script, the binding and its libraries. Files that are there stay.
 * @param {string} folder the output folder
 * @param {string} platform
 * @returns {Promise<boolean>} whether there is one for that platform; if not, an earlier one is removed
 */
export async function copyNative(folder, platform) {
  const to = path.join(folder, inside);
  const files = nativeFiles(platform);
  if (files.length === 0) {
    fs.rmSync(to, { recursive: true, force: true });
    return false;
  }
  fs.mkdirSync(to, { recursive: true });
  const names = [...files.map((file) => path.basename(file)), 'onnxruntime.js'];
  for (const name of fs.readdirSync(to).filter((name) => !names.includes(name)))
    fs.rmSync(path.join(to, name));
  for (const file of files) copyIfOther(file, path.join(to, path.basename(file)));
  await esbuild.build({
    entryPoints: ['onnxruntime-node'],
    outfile: path.join(to, 'onnxruntime.js'),
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [bindingBeside],
  });
  return true;
}

/** The package looks for its binding in a folder of each platform; here it lies beside the script. */
const bindingBeside = {
  name: 'binding-beside',
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, ({ path: file }) => {
      const script = fs.readFileSync(file, 'utf8');
      const contents = script.replace(
        /require\(`[^`]*onnxruntime_binding\.node`\)/,
        `require('./${binding}')`,
      );
      if (contents === script)
        throw new Error('onnxruntime-node loads its binding in another way than it did');
      return { contents };
    });
    build.onResolve({ filter: /\.node$/ }, ({ path: name }) => ({ path: name, external: true }));
  },
};

/** @returns {string | undefined} */
function packageFolder() {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyIfOther(from, to) {
  const there = fs.statSync(to, { throwIfNoEntry: false });
  if (there?.size === fs.statSync(from).size) return;
  fs.copyFileSync(from, to);
}
