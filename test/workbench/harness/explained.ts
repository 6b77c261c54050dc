import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/setup/paths.mjs';
import { runOrThrow } from '../../../scripts/setup/process.mjs';

/** What `npm run -s headlight -- explain … --json` prints; here its part that the tests look at. */
export interface Explained {
  readonly tokens: readonly ExplainedToken[];
  /** Token indices. */
  readonly query: readonly number[];
  readonly blocks: readonly { readonly heads: number }[];
  /** `[block][head][key]`, the mean over the query's tokens. */
  readonly weights: readonly (readonly (readonly number[])[])[];
  readonly selfCheck: { readonly maxAbsError: number };
}

export interface ExplainedToken {
  readonly text: string;
  /** UTF-16 range in the file. */
  readonly start: number;
  readonly end: number;
  readonly special: boolean;
}

const known = new Map<string, Promise<Explained>>();

/** The weights of a word as the headless entry gives them: another host of the same worker, without VS Code. */
export function explainHeadless(text: string, word: string): Promise<Explained> {
  const key = JSON.stringify([text, word]);
  const found = known.get(key) ?? ask(text, word);
  known.set(key, found);
  return found;
}

async function ask(text: string, word: string): Promise<Explained> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headlight-explain-'));
  try {
    const file = path.join(folder, 'text.txt');
    fs.writeFileSync(file, text);
    const entry = path.join(root, 'scripts', 'headlight.mjs');
    const printed = await runOrThrow(process.execPath, [entry, 'explain', file, '--word', word, '--json'], {
      cwd: root,
      seconds: 60,
    });
    // SAFETY: the schema is fixed, and tested where it is made.
    return JSON.parse(printed.slice(printed.indexOf('{'))) as Explained;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The row of one head, or the mean over all heads of all layers; special tokens have 0, and the rest sums up to 1. */
export function rowOf(explained: Explained, choice: 'mean' | { layer: number; head: number }): number[] {
  const heads =
    choice === 'mean' ? explained.weights.flat() : [explained.weights[choice.layer]?.[choice.head] ?? []];
  const mean = explained.tokens.map(
    ({ special }, key) => (special ? 0 : heads.reduce((sum, row) => sum + (row[key] ?? 0), 0)) / heads.length,
  );
  const total = mean.reduce((sum, weight) => sum + weight, 0);
  return mean.map((weight) => weight / total);
}
