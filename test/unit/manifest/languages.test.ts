import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { describe, expect, it } from 'vitest';
import { errorMessages } from '../../../src/core/errorMessages';
import { refusalReasons } from '../../../src/core/refusalReasons';
import { panelStrings } from '../../../src/protocol/panelStrings';

const root = path.resolve(import.meta.dirname, '../../..');
const readTable = (file: string): Record<string, string> =>
  // SAFETY: language bundles are flat tables of strings; the tests below look at every value.
  JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, string>;

const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
const chinese = readTable('l10n/bundle.l10n.zh-cn.json');

async function stringsInCode(): Promise<string[]> {
  const folder = path.join(root, 'src/host');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const sources = files.map((file) => ({
    extension: '.ts' as const,
    contents: readFileSync(path.join(folder, file), 'utf8'),
  }));
  return Object.keys(await getL10nJson(sources));
}

describe('every string is in both languages', () => {
  it('package.nls.json and package.nls.zh-cn.json have the same keys, and the manifest uses each', () => {
    const english = readTable('package.nls.json');
    const translated = readTable('package.nls.zh-cn.json');
    expect(Object.keys(translated)).toEqual(Object.keys(english));
    const used = [...readFileSync(path.join(root, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)].map(
      (match) => match[1],
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(english).sort());
  });

  it('the Chinese bundle has every sentence of host, errors and panel, and no other', async () => {
    const all = new Set([
      ...(await stringsInCode()),
      ...Object.values(errorMessages),
      ...Object.values(panelStrings),
      ...Object.values(refusalReasons),
    ]);
    expect(Object.keys(chinese).sort()).toEqual([...all].sort());
  });

  it('translations keep the placeholders', () => {
    for (const [english, translated] of Object.entries(chinese)) {
      expect(placeholders(translated), english).toEqual(placeholders(english));
    }
  });
});
