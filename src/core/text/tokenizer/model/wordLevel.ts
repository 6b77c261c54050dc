import type { Model, Piece } from './model';
import { largestId, piecesOf, type Vocabulary } from './vocabulary';

/** Whole words, one id each. */
export class WordLevel implements Model {
  readonly size: number;
  readonly largestId: number;
  private readonly pieces: readonly (string | undefined)[];

  /** @param unknown the piece for a word that the vocabulary does not have */
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly unknown: string,
  ) {
    this.size = vocabulary.size;
    this.largestId = largestId(vocabulary);
    this.pieces = piecesOf(vocabulary);
  }

  idOf(piece: string): number | undefined {
    return this.vocabulary.get(piece);
  }

  pieceOf(id: number): string | undefined {
    return this.pieces[id];
  }

  tokenize(word: string): readonly Piece[] {
    const range = { start: 0, end: word.length };
    const id = this.vocabulary.get(word);
    if (id !== undefined) return [{ id, text: word, ...range }];
    const unknownId = this.vocabulary.get(this.unknown);
    return unknownId === undefined ? [] : [{ id: unknownId, text: this.unknown, ...range }];
  }
}
