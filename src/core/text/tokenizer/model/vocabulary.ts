import { invalid } from '../fault';
import { isCount, type JsonObject } from '../jsonObject';

/** Piece to id. */
export type Vocabulary = ReadonlyMap<string, number>;

export function readVocabulary(json: JsonObject): Vocabulary {
  const vocabulary = new Map<string, number>();
  for (const [piece, id] of json.entries()) {
    if (!isCount(id) || id >= 2 ** 31) throw invalid(`the id of the piece “${piece}” is no whole number`);
    vocabulary.set(piece, id);
  }
  return vocabulary;
}

/**
 * A `vocab.txt`: a piece a line, its number from 0 is the id. Of a piece that stands twice the later line counts. As in
 * the Transformers library nothing but the line's end is cut off.
 */
export function parseVocabulary(text: string): Vocabulary {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return new Map(lines.map((line, id) => [line, id]));
}

export function largestId(vocabulary: Vocabulary): number {
  let largest = -1;
  for (const id of vocabulary.values()) largest = Math.max(largest, id);
  return largest;
}

/** The pieces by their ids. */
export function piecesOf(vocabulary: Vocabulary): readonly (string | undefined)[] {
  const pieces: (string | undefined)[] = [];
  for (const [piece, id] of vocabulary) pieces[id] = piece;
  return pieces;
}
