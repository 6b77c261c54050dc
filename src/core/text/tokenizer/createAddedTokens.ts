import { type AddedToken, AddedTokenFinder } from './addedTokens';
import { AlignedText } from './alignedText';
import { type JsonObject } from './jsonObject';
import type { Model } from './model/model';
import type { Normalizer } from './normalizer/normalizer';

export interface AddedTokens {
  readonly literalTokens: AddedTokenFinder;
  readonly normalizedTokens: AddedTokenFinder;
  /** -1 for no added tokens. */
  readonly largestId: number;
}

/**
 * The `added_tokens` of a `tokenizer.json`. As in the Rust package an id is the vocabulary's where it has the token, else
 * the next free one; the file's own id says the same in every file that the package wrote.
 */
export function createAddedTokens(
  entries: readonly JsonObject[],
  model: Model,
  normalizer: Normalizer | undefined,
): AddedTokens {
  const ids = new Map<string, number>();
  const literal: AddedToken[] = [];
  const normalized: AddedToken[] = [];
  let largestId = -1;
  for (const entry of entries) {
    const content = entry.text('content');
    if (content === '' || ids.has(content)) continue;
    const id = model.idOf(content) ?? Math.max(model.size, largestId + 1);
    ids.set(content, id);
    largestId = Math.max(largestId, id);
    const special = entry.flag('special', false);
    const isNormalized = entry.flag('normalized', !special);
    (isNormalized ? normalized : literal).push({
      id,
      content: isNormalized && normalizer ? normalizer.normalize(AlignedText.of(content)).text : content,
      singleWord: entry.flag('single_word', false),
      stripLeft: entry.flag('lstrip', false),
      stripRight: entry.flag('rstrip', false),
    });
  }
  return {
    literalTokens: new AddedTokenFinder(literal),
    normalizedTokens: new AddedTokenFinder(normalized),
    largestId,
  };
}
