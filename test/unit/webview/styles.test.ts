import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Every variable that VS Code gives to a webview in one of its default themes, and every colour of ours. */
function knownVariables(): ReadonlySet<string> {
  // SAFETY: the shapes of the captured themes and of the manifest.
  const themes = JSON.parse(read('test/fixtures/themes/themes.json')) as Readonly<
    Record<string, { readonly variables: Readonly<Record<string, string>> }>
  >;
  const manifest = JSON.parse(read('package.json')) as {
    readonly contributes: { readonly colors: readonly { readonly id: string }[] };
  };
  return new Set([
    ...Object.values(themes).flatMap(({ variables }) => Object.keys(variables)),
    ...manifest.contributes.colors.map(({ id }) => `--vscode-${id.replaceAll('.', '-')}`),
  ]);
}

const sources = readdirSync(path.join(root, 'webview'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(css|ts)$/.test(file),
);

describe('styles', () => {
  it('uses only variables that VS Code sets', () => {
    const known = knownVariables();
    const used = sources.flatMap((file) => read(path.join('webview', file)).match(/--vscode-[\w-]+/g) ?? []);
    expect(used.length).toBeGreaterThan(20);
    expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('uses no colour of its own: themes rule', () => {
    const styles = sources
      .filter((file) => file.endsWith('.css'))
      .map((file) => read(path.join('webview', file)));
    expect(styles.length).toBeGreaterThan(0);
    for (const style of styles) expect(style).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/i);
  });

  it('puts no markup into the page, only text', () => {
    for (const file of sources.filter((name) => name.endsWith('.ts')))
      expect(read(path.join('webview', file)), file).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML/);
  });
});
