import { AddedTokenFinder } from './addedTokens';
import { isWhitespace } from './characters';
import { characterMatches } from './matches';
import type { Model, Piece } from './model/model';
import { TokenizerPipeline } from './pipeline';
import { SplitPreTokenizer } from './preTokenizer/splitPreTokenizer';
import { specialIdsOf } from './specialIds';
import type { Tokenizer } from './tokenizer';

/**
 * For models without a tokenizer, when the user asks for it: the text is the token ids themselves, in decimal digits with
 * white space between them. What is no number is no token, and nothing is added.
 */
export function idTokenizer(): Tokenizer {
  const none = new Map<never, never>();
  return new TokenizerPipeline(
    {
      literalTokens: new AddedTokenFinder([]),
      normalizer: undefined,
      normalizedTokens: new AddedTokenFinder([]),
      preTokenizer: new SplitPreTokenizer((text) => characterMatches(text, isWhitespace), 'Removed'),
      model: new WrittenIds(),
      postProcessor: undefined,
      decoder: undefined,
      addedPieces: { ids: none, contents: none, decoded: none, special: new Set() },
    },
    {
      vocabularySize: 0,
      maxLength: undefined,
      specialIds: specialIdsOf(undefined, new Set(), () => undefined),
    },
  );
}

/** Ids as text; which of them the model has, it says itself. */
class WrittenIds implements Model {
  readonly size = 0;
  readonly largestId = -1;

  tokenize(word: string): readonly Piece[] {
    const id = this.idOf(word);
    return id === undefined ? [] : [{ id, text: word, start: 0, end: word.length }];
  }

  idOf(piece: string): number | undefined {
    return /^\d{1,9}$/.test(piece) ? Number(piece) : undefined;
  }

  pieceOf(id: number): string {
    return String(id);
  }
}
