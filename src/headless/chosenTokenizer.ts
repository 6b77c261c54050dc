import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HeadlightError } from '../core/errors';
import type { ModelFiles } from '../protocol/models';
import { readChosenTokenizer } from '../protocol/tokenizerFiles';

/**
 * A model's files with the tokenizer that the user named: a file, or `ids` for texts that are token ids.
 * @param at the place of a path as the user wrote it
 * @throws HeadlightError `file-missing`, `tokenizer-unfit`
 */
export async function withTokenizer(
  files: ModelFiles,
  chosen: string,
  at: (name: string) => string,
): Promise<ModelFiles> {
  const model = { ...files, tokenizer: undefined, legacyTokenizer: undefined };
  if (chosen === 'ids') return { ...model, textIsIds: true };
  const folder = path.dirname(at(chosen));
  try {
    const found = await readChosenTokenizer(path.basename(chosen), await readdir(folder), (name) =>
      readFile(path.join(folder, name), 'utf8'),
    );
    return { ...model, ...found };
  } catch (cause) {
    if (cause instanceof HeadlightError) throw cause;
    throw new HeadlightError('file-missing', { path: chosen }, { cause });
  }
}
