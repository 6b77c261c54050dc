import { HeadlightError } from '../../errors';
import { createAddedTokens } from './createAddedTokens';
import { createDecoder } from './decoder/createDecoder';
import { invalid, TokenizerFault } from './fault';
import { isCount, JsonObject } from './jsonObject';
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
  try {
    const config =
      tokenizerConfig === undefined ? undefined : parse(tokenizerConfig, 'tokenizer_config.json');
    return tokenizerOf(parse(tokenizerJson, 'the file'), config);
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

function parse(text: string, name: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (thrown) {
    throw invalid(`${name} is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return JsonObject.of(value, '');
}
