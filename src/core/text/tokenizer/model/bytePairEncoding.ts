import { unitsAt } from '../alignedText';
import { byteIds } from './byteFallback';
import type { Merges } from './merges';
import type { Model, Piece } from './model';
import { PieceCache } from './pieceCache';
import { Symbols } from './symbols';
import { largestId, piecesOf, type Vocabulary } from './vocabulary';

export interface BytePairOptions {
  /** The piece for a character that the vocabulary does not have; without one such a character is left out. */
  readonly unknown: string | undefined;
  /** Unknown characters in a row become one piece. */
  readonly fuseUnknown: boolean;
  /** A character that the vocabulary does not have is written in pieces `<0x00>` to `<0xFF>`, one for each byte. */
  readonly byteFallback: boolean;
  /** A word that is a piece itself is taken whole. */
  readonly ignoreMerges: boolean;
  /** What marks a piece that continues a word. */
  readonly continuingPrefix: string;
  /** What marks the last piece of a word. */
  readonly endSuffix: string;
}

/**
 * Byte pair encoding (Sennrich et al. 2016): the characters of a word are joined by the merge of the lowest rank, the
 * leftmost first, until none applies.
 */
export class BytePairEncoding implements Model {
  readonly size: number;
  readonly largestId: number;
  private readonly pieces: readonly (string | undefined)[];
  private readonly unknownId: number | undefined;
  private readonly cache = new PieceCache();

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly merges: Merges,
    private readonly options: BytePairOptions,
  ) {
    this.size = vocabulary.size;
    this.largestId = largestId(vocabulary);
    this.pieces = piecesOf(vocabulary);
    // Published byte-level files name a piece that they lack: it is never needed.
    this.unknownId = options.unknown === undefined ? undefined : vocabulary.get(options.unknown);
  }

  idOf(piece: string): number | undefined {
    return this.vocabulary.get(piece);
  }

  pieceOf(id: number): string | undefined {
    return this.pieces[id];
  }

  /** O(characters × log(characters)). */
  tokenize(word: string): readonly Piece[] {
    if (this.options.ignoreMerges) {
      const id = this.vocabulary.get(word);
      if (id !== undefined) return [{ id, text: word, start: 0, end: word.length }];
    }
    return this.cache.get(word, () => this.merged(word));
  }

  private merged(word: string): Piece[] {
    const symbols = this.symbolsOf(word);
    symbols.merge(this.merges);
    const found: Piece[] = [];
    symbols.forEach((id, start, end) => found.push({ id, text: this.pieces[id] ?? '', start, end }));
    return found;
  }

  private symbolsOf(word: string): Symbols {
    const symbols = new Symbols();
    const unknown = new UnknownRun(symbols, this.unknownId, this.options.fuseUnknown);
    for (let start = 0; start < word.length;) {
      const end = start + unitsAt(word, start);
      const piece = this.marked(word, start, end);
      const id = this.vocabulary.get(piece);
      if (id === undefined) {
        const bytes = this.options.byteFallback ? byteIds(piece, this.vocabulary) : undefined;
        // As in the Rust package, unknown characters before such bytes come after them.
        if (bytes) for (const byte of bytes) symbols.add(byte, start, end);
        else unknown.add(start, end);
      } else {
        unknown.flush();
        symbols.add(id, start, end);
      }
      start = end;
    }
    unknown.flush();
    return symbols;
  }

  /** A character with what marks its place in the word. */
  private marked(word: string, start: number, end: number): string {
    const { continuingPrefix, endSuffix } = this.options;
    return (
      (start > 0 ? continuingPrefix : '') + word.slice(start, end) + (end === word.length ? endSuffix : '')
    );
  }
}

/** Unknown characters that wait for the next known one. */
class UnknownRun {
  private start = -1;
  private end = -1;

  constructor(
    private readonly symbols: Symbols,
    private readonly id: number | undefined,
    private readonly fuse: boolean,
  ) {}

  add(start: number, end: number): void {
    if (!this.fuse) this.flush();
    if (this.start < 0) this.start = start;
    this.end = end;
  }

  flush(): void {
    if (this.start >= 0 && this.id !== undefined) this.symbols.add(this.id, this.start, this.end);
    this.start = -1;
  }
}
