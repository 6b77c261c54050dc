import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Encoding as RustEncoding, Tokenizer as RustTokenizer } from 'tokenizers';
import { createTokenizer } from '../../../src/core/text/tokenizer/createTokenizer';
import type { Encoding, Tokenizer } from '../../../src/core/text/tokenizer/tokenizer';

export const root = resolve(import.meta.dirname, '../../..');
export const shared = process.env.HEADLIGHT_SHARED ?? resolve(root, '../shared');
export const bertFile = join(shared, 'models/vespa/real_tokenizer.json');

const bundled = (name: string) => ({
  name,
  path: join(root, 'models', name, 'tokenizer.json'),
  missing: `models/${name}/tokenizer.json`,
  isBundled: true,
});
const sharedTokenizer = (name: string, file: string) => ({
  name,
  path: join(shared, file),
  missing: `../shared/${file}`,
  isBundled: false,
});

/** One tokenizer of each family, as published. */
export const publishedFiles = [
  bundled('headlight-encoder'),
  bundled('headlight-decoder'),
  bundled('headlight-translator'),
  sharedTokenizer('bert-base-uncased', 'models/vespa/real_tokenizer.json'),
  sharedTokenizer('gpt2', 'tokenizers/gpt2/tokenizer.json'),
  sharedTokenizer('phi-3-mini', 'tokenizers/phi-3-mini/tokenizer.json'),
  sharedTokenizer('t5-small', 'tokenizers/t5-small/tokenizer.json'),
];

/** Both tokenizers of one file. The Rust one cuts and pads nothing, as ours. */
export interface Both {
  readonly ours: Tokenizer;
  readonly rust: RustTokenizer;
}

export function bothOf(json: string, config?: string): Both {
  const rust = RustTokenizer.fromString(json);
  rust.disableTruncation();
  rust.disablePadding();
  return { ours: createTokenizer(json, config), rust };
}

export function bothOfFile(path: string): Both {
  return bothOf(readFileSync(path, 'utf8'));
}

/** One line a token: id, piece, UTF-16 range, special, type id. */
export function linesOfOurs(encoding: Encoding): string[] {
  return encoding.tokens.map(
    ({ id, text, start, end, special }, index) =>
      `${id} ${text} ${start}-${end} ${special} ${encoding.typeIds[index] ?? '?'}`,
  );
}

/** The same of the Rust package, whose offsets count code points. */
export function linesOfRust(encoding: RustEncoding, text: string, pair = ''): string[] {
  const units = [unitsOfCodePoints(text), unitsOfCodePoints(pair)];
  const ids = encoding.getIds();
  const offsets = encoding.getOffsets();
  const special = encoding.getSpecialTokensMask();
  const types = encoding.getTypeIds();
  const sequences = encoding.getSequenceIds();
  return encoding.getTokens().map((piece, index) => {
    const at = units[sequences[index] ?? 0] ?? [];
    const [start, end] = offsets[index] ?? [];
    return `${ids[index] ?? '?'} ${piece} ${at[start ?? -1] ?? '?'}-${at[end ?? -1] ?? '?'} ${special[index] === 1} ${types[index] ?? '?'}`;
  });
}

function unitsOfCodePoints(text: string): number[] {
  const at = [0];
  let unit = 0;
  for (const character of text) at.push((unit += character.length));
  return at;
}

/** Where the two part, with the line before and some after. */
export interface Mismatch {
  readonly text: string;
  readonly ours: readonly string[];
  readonly rust: readonly string[];
}

/**
 * Encodes every text (with the pair where there is one) with both and gives those whose ids, pieces, ranges, special
 * marks or type ids differ.
 */
export async function mismatches(
  { ours, rust }: Both,
  texts: readonly string[],
  pair?: string,
): Promise<Mismatch[]> {
  const found: Mismatch[] = [];
  for (const text of texts) {
    const mine = linesOfOurs(ours.encode(text, pair));
    const theirs = linesOfRust(await rust.encode(text, pair ?? null), text, pair);
    if (mine.join('\n') === theirs.join('\n')) continue;
    const first = Math.max(0, mine.findIndex((line, index) => line !== theirs[index]) - 1);
    found.push({ text, ours: mine.slice(first, first + 6), rust: theirs.slice(first, first + 6) });
  }
  return found;
}

/** The normaliser of a shared tokenizer with a charsmap; undefined where the file is missing. */
export function precompiledOf(name: string): object | undefined {
  const path = join(shared, 'tokenizers', name, 'tokenizer.json');
  if (!existsSync(path)) return undefined;
  // SAFETY: the file is a tokenizer.json; anything else fails the test that asks.
  return (JSON.parse(readFileSync(path, 'utf8')) as { normalizer: object }).normalizer;
}

/** The `# text = ` lines of the CoNLL-U files in a folder of the shared evaluation data. */
export function treebankSentences(): string[] {
  return ['UD_English-EWT', 'UD_Chinese-GSDSimp'].flatMap((folder) =>
    conlluFiles(join(shared, 'eval', folder)).flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('# text = '))
        .map((line) => line.slice('# text = '.length)),
    ),
  );
}

/** This project's own sources: code and prose, with tabs and Chinese in some. */
export function sourceTexts(): string[] {
  return ['src/core', 'test/fixtures/text', 'l10n', 'docs']
    .flatMap((folder) => (existsSync(join(root, folder)) ? filesBelow(join(root, folder)) : []))
    .map((path) => readFileSync(path, 'utf8').slice(0, 5000));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.(ts|mjs|json|md)$/.test(entry.name) ? [path] : [];
  });
}

function conlluFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.conllu'))
    .map((name) => join(folder, name));
}
