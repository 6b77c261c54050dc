import type { ErrorShape } from '../../core/errors';
import { createLegacyTokenizer, createTokenizer } from '../../core/text/tokenizer/createTokenizer';
import { idTokenizer } from '../../core/text/tokenizer/idTokenizer';
import { hasLegacyVocabulary } from '../../core/text/tokenizer/legacy/legacyFiles';
import type { Tokenizer } from '../../core/text/tokenizer/tokenizer';
import type { ModelFiles } from '../../protocol/models';
import { besides } from './besides';
import type { Config } from './modelConfig';

/**
 * The tokenizer of a model's files: tokenizer.json, else the older files, else the ids themselves where the user asked
 * for them; undefined where there is none.
 * @throws HeadlightError `tokenizer-invalid`, `tokenizer-unsupported`
 */
export function readTokenizer(files: ModelFiles, config: Config): Tokenizer | undefined {
  const { path, tokenizer, tokenizerConfig, legacyTokenizer: legacy, textIsIds = false } = files;
  if (tokenizer !== undefined)
    return createTokenizer(tokenizer, tokenizerConfig, besides(path, 'tokenizer.json'));
  if (legacy && hasLegacyVocabulary(legacy)) {
    const name = legacy.vocabJson !== undefined && legacy.merges !== undefined ? 'vocab.json' : 'vocab.txt';
    return createLegacyTokenizer(legacy, tokenizerConfig, config.model_type, besides(path, name));
  }
  return textIsIds ? idTokenizer() : undefined;
}

/** What to tell, and to ask for, where a model has no tokenizer. */
export function noTokenizer({ path, legacyTokenizer }: ModelFiles): ErrorShape {
  const file = legacyTokenizer?.sentencePiece;
  return file === undefined
    ? { code: 'tokenizer-missing', params: { path } }
    : { code: 'tokenizer-sentencepiece', params: { path, file } };
}
