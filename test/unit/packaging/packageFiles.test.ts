import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nativeFiles, platforms } from '../../../scripts/native.mjs';
import { packageFaults, packageFiles, stagePackage } from '../../../scripts/packageFiles.mjs';

const hasPackage = nativeFiles('linux-x64').length > 0;
/** What a build leaves in `dist`, as far as the checks look at it; the native engine is that of the developer’s machine. */
const built = [
  'extension.js',
  'web/extension.js',
  'worker.js',
  'worker.js.map',
  'headless.js',
  'native/onnxruntime.js',
  'native/onnxruntime_binding.node',
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headlight-package-'));
  for (const name of built) {
    mkdirSync(path.dirname(path.join(folder, 'dist', name)), { recursive: true });
    writeFileSync(path.join(folder, 'dist', name), '');
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function staged(platform: string | undefined): Promise<{ names: string[]; faults: readonly string[] }> {
  const stage = path.join(folder, 'stage');
  await stagePackage(stage, path.join(folder, 'dist'), platform);
  const names = await packageFiles(stage);
  return { names, faults: packageFaults(stage, names, platform) };
}

describe('a package', { timeout: 60_000 }, () => {
  it('for every platform has no native file, though the build has', async () => {
    const { names, faults } = await staged(undefined);
    expect(faults).toEqual([]);
    expect(names).toContain('dist/worker.js');
    expect(names.filter((name) => /native|\.(node|so|dll|dylib)/.test(name))).toEqual([]);
    expect(names.filter((name) => /\.map$|headless/.test(name))).toEqual([]);
  });

  it.skipIf(!hasPackage)(
    'for one platform has the native engine of that one (needs the package onnxruntime-node)',
    async () => {
      const { names, faults } = await staged('win32-arm64');
      expect(faults).toEqual([]);
      expect(names.filter((name) => name.startsWith('dist/native/')).sort()).toEqual([
        'dist/native/onnxruntime.dll',
        'dist/native/onnxruntime.js',
        'dist/native/onnxruntime_binding.node',
      ]);
    },
  );

  it.skipIf(!hasPackage)(
    'for a platform without a binding cannot be (needs the package onnxruntime-node)',
    () => {
      const served = platforms.filter((platform) => nativeFiles(platform).length > 0);
      expect(served.sort()).toEqual(['darwin-arm64', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-x64']);
    },
  );
});
