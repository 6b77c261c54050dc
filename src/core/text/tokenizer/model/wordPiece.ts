import { unitsAt } from '../alignedText';
import { invalid } from '../fault';
import type { Model, Piece } from './model';
import { largestId, piecesOf, type Vocabulary } from './vocabulary';

export interface WordPieceOptions {
  /** The piece for a word that the vocabulary cannot make. */
  readonly unknown: string;
  /** What marks a piece that continues a word, such as `##`. */
  readonly continuingPrefix: string;
  /** A word with more characters (code points) than this is unknown. */
  readonly maxCharacters: number;
}

/**
 * Greedy longest match first, from the left (Devlin et al. 2019; google-research/bert, tokenization.py). A word with a
 * part that no piece matches is unknown as a whole.
 */
export class WordPiece implements Model {
  readonly size: number;
  readonly largestId: number;
  private readonly pieces: readonly (string | undefined)[];
  private readonly unknownId: number;
  /** Pieces that continue a word, without their prefix. */
  private readonly continuing = new Map<string, number>();
  private readonly longest: number;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly options: WordPieceOptions,
  ) {
    this.size = vocabulary.size;
    this.largestId = largestId(vocabulary);
    this.pieces = piecesOf(vocabulary);
    const unknownId = vocabulary.get(options.unknown);
    if (unknownId === undefined) throw invalid(`the vocabulary has no piece “${options.unknown}”`);
    this.unknownId = unknownId;
    let longest = 1;
    for (const [piece, id] of vocabulary) {
      longest = Math.max(longest, piece.length);
      if (piece.startsWith(options.continuingPrefix))
        this.continuing.set(piece.slice(options.continuingPrefix.length), id);
    }
    this.longest = longest;
  }

  idOf(piece: string): number | undefined {
    return this.vocabulary.get(piece);
  }

  pieceOf(id: number): string | undefined {
    return this.pieces[id];
  }

  /** O(characters × length of the longest piece). */
  tokenize(word: string): readonly Piece[] {
    if (this.isTooLong(word)) return this.unknown(word);
    const pieces: Piece[] = [];
    for (let start = 0; start < word.length;) {
      const piece = this.longestPiece(word, start);
      if (!piece) return this.unknown(word);
      pieces.push(piece);
      start = piece.end;
    }
    return pieces;
  }

  private longestPiece(word: string, start: number): Piece | undefined {
    const vocabulary = start === 0 ? this.vocabulary : this.continuing;
    const prefix = start === 0 ? '' : this.options.continuingPrefix;
    for (let end = Math.min(word.length, start + this.longest); end > start; end--) {
      if (splitsPair(word, end)) continue;
      const part = word.slice(start, end);
      const id = vocabulary.get(part);
      if (id !== undefined) return { id, text: prefix + part, start, end };
    }
    return undefined;
  }

  private isTooLong(word: string): boolean {
    if (word.length <= this.options.maxCharacters) return false;
    let characters = 0;
    for (let index = 0; index < word.length; index += unitsAt(word, index)) characters++;
    return characters > this.options.maxCharacters;
  }

  private unknown(word: string): Piece[] {
    return [{ id: this.unknownId, text: this.options.unknown, start: 0, end: word.length }];
  }
}

function splitsPair(word: string, at: number): boolean {
  return at < word.length && unitsAt(word, at - 1) === 2;
}
