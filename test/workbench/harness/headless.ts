import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/setup/paths.mjs';
import { runOrThrow } from '../../../scripts/setup/process.mjs';

const known = new Map<string, Promise<string>>();

/**
 * What a command of the headless entry prints with `--json` about a text: another host of the same worker, without
 * VS Code. Equal questions are asked once.
 */
export function askHeadless(
  command: 'explain' | 'predict',
  text: string,
  options: readonly string[],
): Promise<string> {
  const key = JSON.stringify([command, text, options]);
  const found = known.get(key) ?? ask(command, text, options);
  known.set(key, found);
  return found;
}

async function ask(command: string, text: string, options: readonly string[]): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headlight-explain-'));
  try {
    const file = path.join(folder, 'text.txt');
    fs.writeFileSync(file, text);
    const entry = path.join(root, 'scripts', 'headlight.mjs');
    // The engine of the package that is tested; a build has the native one too.
    const last = ['--engine', 'wasm', '--json'];
    const printed = await runOrThrow(process.execPath, [entry, command, file, ...options, ...last], {
      cwd: root,
      seconds: 60,
    });
    return printed.slice(printed.indexOf('{'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder of a bundled model. */
export function bundledModel(name: string): string {
  return path.join(root, 'models', name);
}
