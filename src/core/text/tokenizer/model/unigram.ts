import { unitsAt } from '../alignedText';
import { invalid } from '../fault';
import { byteIds } from './byteFallback';
import type { Model, Piece } from './model';
import { PieceCache } from './pieceCache';
import { PieceTrie } from './pieceTrie';
import type { ScoredPieces } from './scoredPieces';

/** How much less likely than the least likely piece an unknown character is. */
const unknownPenalty = 10;

export interface UnigramOptions {
  readonly unknownId: number | undefined;
  /** Unknown text is written in pieces `<0x00>` to `<0xFF>`, one for each byte. */
  readonly byteFallback: boolean;
}

/**
 * The segmentation with the highest product of the pieces' probabilities (Kudo 2018, Subword Regularization), by Viterbi's
 * algorithm. Of equal ones the first counts that is found: the one whose last piece begins further to the left. Unknown
 * characters in a row are one piece.
 */
export class Unigram implements Model {
  readonly size: number;
  readonly largestId: number;
  private readonly ids = new Map<string, number>();
  private readonly scores: Float64Array;
  private readonly trie = new PieceTrie();
  private readonly unknownScore: number;
  private readonly cache = new PieceCache();

  constructor(
    private readonly pieces: ScoredPieces,
    private readonly options: UnigramOptions,
  ) {
    this.size = pieces.length;
    this.largestId = pieces.length - 1;
    this.scores = new Float64Array(pieces.length);
    let least = Infinity;
    pieces.forEach(([piece, score], id) => {
      this.ids.set(piece, id);
      this.scores[id] = score;
      this.trie.add(piece, id);
      least = Math.min(least, score);
    });
    this.unknownScore = least - unknownPenalty;
    if (options.unknownId !== undefined && options.unknownId >= pieces.length)
      throw invalid('model.unk_id is the id of no piece');
  }

  idOf(piece: string): number | undefined {
    return this.ids.get(piece);
  }

  pieceOf(id: number): string | undefined {
    return this.pieces[id]?.[0];
  }

  /** O(units × length of the longest piece). */
  tokenize(word: string): readonly Piece[] {
    return this.cache.get(word, () => this.spelled(word));
  }

  /** The best pieces; what is unknown is looked up as a whole, then in bytes. */
  private spelled(word: string): Piece[] {
    return this.bestPath(word).flatMap(({ start, end }): Piece[] => {
      const text = word.slice(start, end);
      const id = this.ids.get(text);
      if (id !== undefined) return [{ id, text, start, end }];
      const bytes = this.options.byteFallback ? byteIds(text, this.ids) : undefined;
      if (bytes) return bytes.map((byte) => ({ id: byte, text: this.pieceOf(byte) ?? '', start, end }));
      return this.options.unknownId === undefined ? [] : [{ id: this.options.unknownId, text, start, end }];
    });
  }

  private bestPath(word: string): { start: number; end: number }[] {
    const scores = new Float64Array(word.length + 1);
    const starts = new Int32Array(word.length + 1).fill(-1);
    const unknown = new Uint8Array(word.length + 1);
    const offer = (start: number, end: number, score: number, isUnknown: boolean): void => {
      const total = score + (scores[start] ?? 0);
      if (starts[end] !== -1 && total <= (scores[end] ?? 0)) return;
      scores[end] = total;
      starts[end] = start;
      unknown[end] = isUnknown ? 1 : 0;
    };
    for (let start = 0; start < word.length;) {
      const next = start + unitsAt(word, start);
      const found = { character: false };
      this.trie.forEachAt(word, start, (id, end) => {
        offer(start, end, this.scores[id] ?? 0, id === this.options.unknownId);
        if (end === next) found.character = true;
      });
      if (!found.character) offer(start, next, this.unknownScore, true);
      start = next;
    }
    return fused(starts, unknown);
  }
}

/** The path that ends at the text's end, from its begin; unknown parts in a row are one. */
function fused(starts: Int32Array, unknown: Uint8Array): { start: number; end: number }[] {
  const path: { start: number; end: number; isUnknown: boolean }[] = [];
  for (let end = starts.length - 1; end > 0;) {
    const start = starts[end] ?? 0;
    const isUnknown = unknown[end] === 1;
    const later = path.at(-1);
    if (isUnknown && later?.isUnknown) later.start = start;
    else path.push({ start, end, isUnknown });
    end = start;
  }
  return path.reverse();
}
