/** The files of a tokenizer, found by their names: tokenizer.json, or the older ones where there is none. */
import { HeadlightError } from '../core/errors';
import type { LegacyTokenizerFiles } from '../core/text/tokenizer/legacy/legacyFiles';
import type { ModelFiles } from './models';

export type TokenizerFiles = Pick<ModelFiles, 'tokenizer' | 'tokenizerConfig' | 'legacyTokenizer'>;

/** What SentencePiece models are called where they lie beside a graph. */
const sentencePiece = /^(spiece|spm|tokenizer|sentencepiece(\.bpe)?)\.model$|^(source|target)\.spm$/;

/** Files by which a folder is known to be a tokenizer's. */
export function isTokenizerFile(name: string): boolean {
  return /^(tokenizer\.json|vocab\.(txt|json)|merges\.txt)$/.test(name) || sentencePiece.test(name);
}

/**
 * The tokenizer's files of a folder.
 * @param names what the folder has
 * @param read the text of one of them
 */
export async function readTokenizerFiles(
  names: readonly string[],
  read: (name: string) => Promise<string>,
): Promise<TokenizerFiles> {
  const text = async (name: string): Promise<string | undefined> =>
    names.includes(name) ? await read(name) : undefined;
  const tokenizerConfig = await text('tokenizer_config.json');
  const tokenizer = await text('tokenizer.json');
  if (tokenizer !== undefined) return { tokenizer, tokenizerConfig };
  const legacyTokenizer: LegacyTokenizerFiles = {
    vocabTxt: await text('vocab.txt'),
    vocabJson: await text('vocab.json'),
    merges: await text('merges.txt'),
    specialTokensMap: await text('special_tokens_map.json'),
    addedTokens: await text('added_tokens.json'),
    sentencePiece: names.find((name) => sentencePiece.test(name)),
  };
  return { tokenizerConfig, legacyTokenizer };
}

/**
 * The tokenizer that a user chose by one of its files: a tokenizer.json under any name, or an older file with those
 * beside it.
 * @param names what the file's folder has
 * @param read the text of a file of that folder
 * @throws HeadlightError `tokenizer-unfit`, and what `read` throws
 */
export async function readChosenTokenizer(
  file: string,
  names: readonly string[],
  read: (name: string) => Promise<string>,
): Promise<TokenizerFiles> {
  if (/^vocab\.(txt|json)$|^merges\.txt$/.test(file))
    return readTokenizerFiles(
      names.filter((name) => name !== 'tokenizer.json'),
      read,
    );
  if (!file.endsWith('.json')) throw new HeadlightError('tokenizer-unfit', { path: file });
  const config = 'tokenizer_config.json';
  return {
    tokenizer: await read(file),
    tokenizerConfig: names.includes(config) ? await read(config) : undefined,
  };
}
