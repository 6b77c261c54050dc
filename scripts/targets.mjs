/** What esbuild makes of the sources: one entry a runtime. */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './setup/paths.mjs';

const kilobyte = 1000;

/**
 * @typedef {object} Target
 * @property {string} entry
 * @property {string} outfile below the output folder
 * @property {number | undefined} budget most bytes of the minified script; undefined where it is not shipped
 * @property {import('esbuild').BuildOptions} options
 */

/** @type {import('esbuild').BuildOptions} */
const node = { platform: 'node', format: 'cjs', target: 'node20' };
/** @type {import('esbuild').BuildOptions} */
const browser = { platform: 'browser', target: 'es2022' };

/** @typedef {'extension' | 'web' | 'worker' | 'webview' | 'headless'} TargetName */

/** @type {Readonly<Record<TargetName, Target>>} */
export const targets = {
  extension: {
    entry: 'src/extension.node.ts',
    outfile: 'extension.js',
    budget: 150 * kilobyte,
    options: { ...node, external: ['vscode'] },
  },
  web: {
    entry: 'src/extension.web.ts',
    outfile: 'web/extension.js',
    budget: 150 * kilobyte,
    options: { ...browser, format: 'cjs', external: ['vscode'] },
  },
  worker: {
    entry: 'src/worker/main.ts',
    outfile: 'worker.js',
    budget: 300 * kilobyte,
    // A classic script: Node's worker threads and Web Workers both run it as it is.
    options: {
      ...browser,
      format: 'iife',
      external: ['node:*'],
      // nodeLocation.ts asks on purpose for the address that a classic script does not have.
      logOverride: { 'empty-import-meta': 'silent' },
    },
  },
  webview: {
    entry: 'webview/main.ts',
    outfile: 'webview.js',
    budget: 400 * kilobyte,
    options: { ...browser, format: 'iife' },
  },
  headless: {
    entry: 'src/headless/main.ts',
    outfile: 'headless.js',
    budget: undefined,
    options: node,
  },
};

/**
 * esbuild's options for a target.
 * @param {Target} target
 * @param {string} folder the output folder
 * @param {boolean} production minified, without source maps
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function buildOptions(target, folder, production) {
  return {
    ...target.options,
    absWorkingDir: root,
    entryPoints: [target.entry],
    outfile: path.join(folder, target.outfile),
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    charset: 'utf8',
  };
}

/**
 * Copies the ONNX Runtime engine beside the worker: its wasm, and the module that its threads are started from.
 * @param {string} folder the output folder
 */
export function copyEngine(folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['ort-wasm-simd-threaded.wasm', 'ort-wasm-simd-threaded.mjs']) {
    const from = path.join(root, 'node_modules', 'onnxruntime-web', 'dist', name);
    fs.copyFileSync(from, path.join(folder, name));
  }
}
