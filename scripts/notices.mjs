/**
 * `node scripts/notices.mjs`: writes ThirdPartyNotices.txt, the licences of every package whose code is in the bundles,
 * and of the engine that is copied beside them. With `--check` it fails where the file is not up to date.
 */
import * as esbuild from 'esbuild';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './setup/paths.mjs';
import { buildOptions, targets } from './targets.mjs';

/** Who holds the rights of the packages that come without a licence file, as their repositories say. */
const holders = {
  '@microsoft/fast-element': 'Microsoft Corporation',
  '@microsoft/fast-foundation': 'Microsoft Corporation',
  '@microsoft/fast-web-utilities': 'Microsoft Corporation',
  'onnxruntime-node': 'Microsoft Corporation',
  'onnxruntime-web': 'Microsoft Corporation',
};

const file = path.join(root, 'ThirdPartyNotices.txt');
const notices = compose(await bundledPackages());
if (!process.argv.includes('--check')) {
  fs.writeFileSync(file, notices);
} else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== notices) {
  console.error('ThirdPartyNotices.txt is not up to date: run “node scripts/notices.mjs”.');
  process.exit(1);
}

/** Folders of the packages that esbuild takes code from. */
async function bundledPackages() {
  const shipped = Object.values(targets).filter(({ budget }) => budget !== undefined);
  const folders = new Set(['node_modules/onnxruntime-web', 'node_modules/onnxruntime-node']);
  for (const target of shipped) {
    const { metafile } = await esbuild.build({
      ...buildOptions(target, os.tmpdir(), true),
      write: false,
      logLevel: 'silent',
    });
    for (const input of Object.keys(metafile.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** @param {readonly string[]} folders */
function compose(folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(
      fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
    );
    return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${licenceText(folder)}\n`;
  });
  const head = `Headlight contains code of the following packages.\nThe bundled models have notices of their own beside them.\n\n`;
  return head + parts.join('\n');
}

/** @param {string} folder */
function licenceText(folder) {
  const at = path.join(root, folder);
  const found = fs.readdirSync(at).find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (found !== undefined)
    return fs.readFileSync(path.join(at, found), 'utf8').replaceAll('\r\n', '\n').trim();
  const { name, license } = JSON.parse(fs.readFileSync(path.join(at, 'package.json'), 'utf8'));
  const holder = holders[name];
  if (license !== 'MIT' || holder === undefined)
    throw new Error(`${name} has no licence file: look its notice up.`);
  return mitText(holder);
}

/**
 * The MIT licence as our own LICENSE has it, with another holder.
 * @param {string} holder
 */
function mitText(holder) {
  const own = fs.readFileSync(path.join(root, 'LICENSE'), 'utf8').replaceAll('\r\n', '\n').trim();
  return own.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}
