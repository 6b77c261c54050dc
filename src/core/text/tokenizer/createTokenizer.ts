import { HeadlightError } from '../../errors';
import { createAddedTokens } from './createAddedTokens';
import { invalid, TokenizerFault } from './fault';
import { isCount, JsonObject } from './jsonObject';
import { createModel } from './model/createModel';
import { createNormalizer } from './normalizer/createNormalizer';
import { TokenizerPipeline } from './pipeline';
import { createPostProcessor } from './postProcessor/createPostProcessor';
import { bareTemplate } from './postProcessor/template';
import { createPreTokenizer } from './preTokenizer/createPreTokenizer';
import type { Tokenizer } from './tokenizer';

/** Larger values of `model_max_length` mean that nobody set it. */
const largestLength = 2 ** 24;

/**
 * The tokenizer that a `tokenizer.json` describes. Its settings for truncation and padding are left alone: cutting is
 * the caller's, around the query.
 * @param tokenizerConfig the text of `tokenizer_config.json`, read for `model_max_length` only
 * @param path for messages only
 * @throws HeadlightError `tokenizer-invalid` (broken file), `tokenizer-unsupported` (a kind not read yet)
 */
export function createTokenizer(
  tokenizerJson: string,
  tokenizerConfig?: string,
  path = 'tokenizer.json',
): Tokenizer {
  try {
    return tokenizerOf(parse(tokenizerJson, 'the file'), maxLengthOf(tokenizerConfig));
  } catch (thrown) {
    if (!(thrown instanceof TokenizerFault)) throw thrown;
    throw new HeadlightError(thrown.code, { path, reason: thrown.reason });
  }
}

function tokenizerOf(json: JsonObject, maxLength: number | undefined): Tokenizer {
  const model = createModel(json.object('model'));
  const normalizer = json.has('normalizer') ? createNormalizer(json.object('normalizer')) : undefined;
  const addedTokens = createAddedTokens(json.objects('added_tokens', []), model, normalizer);
  return new TokenizerPipeline(
    {
      ...addedTokens,
      normalizer,
      preTokenizer: json.has('pre_tokenizer') ? createPreTokenizer(json.object('pre_tokenizer')) : undefined,
      model,
      postProcessor: json.has('post_processor')
        ? createPostProcessor(json.object('post_processor'))
        : bareTemplate,
    },
    Math.max(model.largestId, addedTokens.largestId) + 1,
    maxLength,
  );
}

function maxLengthOf(config: string | undefined): number | undefined {
  if (config === undefined) return undefined;
  const json = parse(config, 'tokenizer_config.json');
  const length = json.value('model_max_length');
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
