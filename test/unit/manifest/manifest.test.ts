import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandNames } from '../../../src/host/commands/names';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly keybindings: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
// SAFETY: the fields named above are those of VS Code's extension manifest; a missing one fails the tests below.
const manifest = JSON.parse(read('package.json')) as Manifest;
const hostFiles = readdirSync(path.join(root, 'src/host'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.join('src/host', file));
const host = hostFiles.map(read).join('\n');
const contributed = manifest.contributes.commands.map(({ command }) => command).sort();

describe('package.json and the host agree', () => {
  it('on the commands: each is implemented, and nothing else is', () => {
    expect(commandNames.map((name) => `headlight.${name}`).sort()).toEqual(contributed);
  });

  it('on the commands that menus and keys name', () => {
    const { menus, keybindings } = manifest.contributes;
    const named = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
    for (const command of named) expect(contributed).toContain(command);
  });

  it('on the settings: each is read, and only those', () => {
    const declared = Object.keys(manifest.contributes.configuration.properties).sort();
    const keys = [...read('src/host/settings.ts').matchAll(/section\.get(?:<\w+>)?\('([\w.]+)'\)/g)];
    expect(keys.map((match) => `headlight.${match[1]}`).sort()).toEqual(declared);
  });

  it('on the colours: each has a default for every kind of theme and is used', () => {
    const page = readdirSync(path.join(root, 'webview'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|css)$/.test(file))
      .map((file) => read(path.join('webview', file)))
      .join('\n');
    for (const { id, defaults } of manifest.contributes.colors) {
      expect(Object.keys(defaults).sort()).toEqual(['dark', 'highContrast', 'highContrastLight', 'light']);
      const used = host.includes(id.replace(/\d+$/, '')) || page.includes(`--vscode-${id.replace('.', '-')}`);
      expect(used, id).toBe(true);
    }
  });

  it('on the colour levels: as many are contributed as are painted', () => {
    const levels = /levelCount = (\d+)/.exec(read('src/host/editor/decorations.ts'))?.[1];
    const ids = manifest.contributes.colors.filter(({ id }) => /weight\d+$/.test(id));
    expect(ids).toHaveLength(Number(levels));
  });

  it('on the views', () => {
    const ids = Object.values(manifest.contributes.views).flatMap((views) => views.map(({ id }) => id));
    for (const id of ids) expect(host).toContain(`'${id}'`);
  });

  it('on the oldest VS Code: the type declarations are those of engines.vscode', () => {
    expect(`^${manifest.devDependencies['@types/vscode']}`).toBe(manifest.engines.vscode);
  });
});
