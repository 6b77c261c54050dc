import type { Piece } from './model';

/** Most words that are kept, and the longest of them in UTF-16 units: some 2 MB for usual text. */
const mostWords = 10_000;
const longestWord = 256;

/** The pieces of words that came up before. Words repeat; once it is full it begins anew. */
export class PieceCache {
  private readonly words = new Map<string, readonly Piece[]>();

  get(word: string, tokenize: () => readonly Piece[]): readonly Piece[] {
    if (word.length > longestWord) return tokenize();
    const known = this.words.get(word);
    if (known) return known;
    const pieces = tokenize();
    if (this.words.size >= mostWords) this.words.clear();
    this.words.set(word, pieces);
    return pieces;
  }
}
