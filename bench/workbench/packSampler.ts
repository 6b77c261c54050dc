import { createVSIX } from '@vscode/vsce';
import * as esbuild from 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/setup/paths.mjs';

/** Titles of the sampler's commands in the palette. */
export const beginSampling = 'Headlight Sampler: Begin';
export const endSampling = 'Headlight Sampler: End';

/** Packs the sampler as an extension. Answers with the file. */
export async function packSampler(): Promise<string> {
  const folder = path.join(root, 'out', 'bench', 'sampler');
  mkdirSync(folder, { recursive: true });
  const command = (name: string, title: string): object => ({
    command: `headlightSampler.${name}`,
    title,
    category: 'Headlight Sampler',
  });
  const manifest = {
    name: 'headlight-sampler',
    publisher: 'headlight',
    version: '0.0.1',
    description: 'Tells the longest task on the thread of the extension host.',
    license: 'MIT',
    engines: { vscode: '^1.100.0' },
    main: './sampler.js',
    activationEvents: [],
    contributes: { commands: [command('begin', 'Begin'), command('end', 'End')] },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'README.md'), `${manifest.description}\n`);
  writeFileSync(path.join(folder, 'LICENSE'), 'MIT\n');
  await esbuild.build({
    entryPoints: [path.join(root, 'bench', 'workbench', 'sampler.ts')],
    outfile: path.join(folder, 'sampler.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const packagePath = path.join(root, 'out', 'bench', 'sampler.vsix');
  await createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}
