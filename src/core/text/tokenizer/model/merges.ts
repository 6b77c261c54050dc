import { invalid } from '../fault';
import type { JsonObject } from '../jsonObject';
import { PairTable } from './pairTable';
import type { Vocabulary } from './vocabulary';

/** The merges of byte pair encoding: which two pieces join to which, the lowest rank first. */
export interface Merges {
  /** Rank by the ids of the two pieces. */
  readonly ranks: PairTable;
  /** The id of what they become, by rank. */
  readonly results: Int32Array;
}

/** `merges`, a list of `"a b"` or of `["a", "b"]`. */
export function readMerges(json: JsonObject, vocabulary: Vocabulary, continuingPrefix: string): Merges {
  const entries = json
    .list('merges')
    .filter((entry) => typeof entry !== 'string' || !entry.startsWith('#version'));
  const ranks = new PairTable(entries.length);
  const results = new Int32Array(entries.length);
  const idOf = (piece: string): number => {
    const id = vocabulary.get(piece);
    if (id === undefined) throw invalid(`the piece “${piece}” of model.merges is not in the vocabulary`);
    return id;
  };
  entries.forEach((entry, rank) => {
    const pair: readonly unknown[] =
      typeof entry === 'string' ? entry.split(' ') : Array.isArray(entry) ? entry : [];
    const [left, right] = pair;
    if (pair.length !== 2 || typeof left !== 'string' || typeof right !== 'string')
      throw invalid(`model.merges[${rank}] is no pair of pieces`);
    ranks.set(idOf(left), idOf(right), rank);
    results[rank] = idOf(left + right.slice(continuingPrefix.length));
  });
  return { ranks, results };
}
