import { HeadlightError } from '../../errors';
import { createAddedTokens } from './createAddedTokens';
import { createDecoder } from './decoder/createDecoder';
import { TokenizerFault } from './fault';
import { isCount, type JsonObject, parseObject } from './jsonObject';
import type { LegacyTokenizerFiles } from './legacy/legacyFiles';
import { legacyJson } from './legacy/legacyJson';
import { createModel } from './model/createModel';
import { createNormalizer } from './normalizer/createNormalizer';
import { TokenizerPipeline } from './pipeline';
import { createPostProcessor } from './postProcessor/createPostProcessor';
import { createPreTokenizer } from './preTokenizer/createPreTokenizer';
import { specialIdsOf } from './specialIds';
import type { Tokenizer } from './tokenizer';

/** Larger values of `model_max_length` mean that nobody set it. */
const largestLength = 2 ** 24;

/**
 * The tokenizer that a `tokenizer.json` describes. Its settings for truncation and padding are left alone: cutting is
 * the caller's, around the query.
 * @param tokenizerConfig the text of `tokenizer_config.json`, read for `model_max_length` and the names of special tokens
 * @param path for messages only
 * @throws HeadlightError `tokenizer-invalid` (broken file), `tokenizer-unsupported` (a kind not read yet)
 */
export function createTokenizer(
  tokenizerJson: string,
  tokenizerConfig?: string,
  path = 'tokenizer.json',
): Tokenizer {
  return reading(path, () => {
    const config =
      tokenizerConfig === undefined ? undefined : parseObject(tokenizerConfig, 'tokenizer_config.json');
    return tokenizerOf(parseObject(tokenizerJson, 'the file'), config);
  });
}

/**
 * The tokenizer that older files describe, as the Transformers library reads them: `vocab.txt` (WordPiece) or
 * `vocab.json` with `merges.txt` (byte-level byte pair encoding).
 * @param tokenizerConfig the text of `tokenizer_config.json`, which tells the class and what is done with case and accents
 * @param modelType the `model_type` of `config.json`, for files that name no class
 * @param path for messages only
 * @throws HeadlightError `tokenizer-invalid`, `tokenizer-unsupported`
 */
export function createLegacyTokenizer(
  files: LegacyTokenizerFiles,
  tokenizerConfig: string | undefined,
  modelType: unknown,
  path: string,
): Tokenizer {
  return reading(path, () => {
    const { tokenizer, config } = legacyJson(files, tokenizerConfig, modelType);
    return tokenizerOf(tokenizer, config);
  });
}

/** Makes the user's errors of what is wrong with a file. */
function reading(path: string, create: () => Tokenizer): Tokenizer {
  try {
    return create();
  } catch (thrown) {
    // Stages in stages beyond the stack: no published file, but a file all the same.
    if (thrown instanceof RangeError)
      throw new HeadlightError(
        'tokenizer-invalid',
        { path, reason: 'it is too large or nested too deeply' },
        { cause: thrown },
      );
    if (!(thrown instanceof TokenizerFault)) throw thrown;
    throw new HeadlightError(thrown.code, { path, reason: thrown.reason });
  }
}

function tokenizerOf(json: JsonObject, config: JsonObject | undefined): Tokenizer {
  const stage = <T>(key: string, create: (json: JsonObject) => T): T | undefined =>
    json.has(key) ? create(json.object(key)) : undefined;
  const model = createModel(json.object('model'));
  const normalizer = stage('normalizer', createNormalizer);
  const addedTokens = createAddedTokens(json.objects('added_tokens', []), model, normalizer);
  const { addedPieces } = addedTokens;
  return new TokenizerPipeline(
    {
      ...addedTokens,
      normalizer,
      preTokenizer: stage('pre_tokenizer', createPreTokenizer),
      model,
      postProcessor: stage('post_processor', createPostProcessor),
      decoder: stage('decoder', createDecoder),
    },
    {
      vocabularySize: Math.max(model.largestId, addedTokens.largestId) + 1,
      maxLength: maxLengthOf(config),
      specialIds: specialIdsOf(
        config,
        addedPieces.special,
        (token) => addedPieces.ids.get(token) ?? model.idOf(token),
      ),
    },
  );
}

function maxLengthOf(config: JsonObject | undefined): number | undefined {
  const length = config?.value('model_max_length');
  return isCount(length) && length > 0 && length <= largestLength ? length : undefined;
}
