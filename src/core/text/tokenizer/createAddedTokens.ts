import { type AddedToken, AddedTokenFinder } from './addedTokens';
import { AlignedText } from './alignedText';
import { type JsonObject } from './jsonObject';
import type { Model } from './model/model';
import type { Normalizer } from './normalizer/normalizer';

/** The added tokens by their ids and contents. */
export interface AddedPieces {
  readonly ids: ReadonlyMap<string, number>;
  readonly contents: ReadonlyMap<number, string>;
  /** What a decoder gets for an id: the content in its normalised form where it is searched for in that. */
  readonly decoded: ReadonlyMap<number, string>;
  /** The contents of special tokens. */
  readonly special: ReadonlySet<string>;
}

export interface AddedTokens {
  readonly literalTokens: AddedTokenFinder;
  readonly normalizedTokens: AddedTokenFinder;
  readonly addedPieces: AddedPieces;
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
  const contents = new Map<number, string>();
  const decoded = new Map<number, string>();
  const specials = new Set<string>();
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
    const found = isNormalized && normalizer ? normalizer.normalize(AlignedText.of(content)).text : content;
    contents.set(id, content);
    decoded.set(id, found);
    if (special) specials.add(content);
    (isNormalized ? normalized : literal).push({
      id,
      content: found,
      singleWord: entry.flag('single_word', false),
      stripLeft: entry.flag('lstrip', false),
      stripRight: entry.flag('rstrip', false),
    });
  }
  return {
    literalTokens: new AddedTokenFinder(literal),
    normalizedTokens: new AddedTokenFinder(normalized),
    addedPieces: { ids, contents, decoded, special: specials },
    largestId,
  };
}
