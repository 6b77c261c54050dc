import type { Span } from '../../span';

/** A piece of the vocabulary, with its range in the word that was tokenized. */
export interface Piece extends Span {
  readonly id: number;
  readonly text: string;
}

/** The third stage: a word to pieces of the vocabulary. */
export interface Model {
  tokenize(word: string): readonly Piece[];
  idOf(piece: string): number | undefined;
  pieceOf(id: number): string | undefined;
  /** Number of pieces. */
  readonly size: number;
  readonly largestId: number;
}
