import { invalid } from '../fault';
import type { JsonObject } from '../jsonObject';

/** Pieces with their log probabilities; a piece's place is its id. */
export type ScoredPieces = readonly (readonly [piece: string, score: number])[];

/** `vocab`, a list of `[piece, score]`. */
export function readScoredPieces(json: JsonObject): ScoredPieces {
  return json.list('vocab').map((entry, index) => {
    const pair: readonly unknown[] = Array.isArray(entry) ? entry : [];
    const [piece, score] = pair;
    if (typeof piece !== 'string' || typeof score !== 'number' || !Number.isFinite(score))
      throw invalid(`model.vocab[${index}] is no piece with its score`);
    return [piece, asRustReads(score)];
  });
}

/**
 * The number that the Rust package (serde_json) reads where JavaScript reads `score`: its digits as an integer, rounded,
 * and divided by a power of ten, rounded again. Often the last bit is another one, and that bit decides between
 * segmentations that are equally good, such as those of a row of dashes.
 */
function asRustReads(score: number): number {
  const [mantissa = '', exponent = '0'] = String(Math.abs(score)).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const power = Number(exponent) - fraction.length;
  // Beyond the powers that a double has it goes in steps; no log probability is as small.
  if (power >= 0 || power < -308) return score;
  return (Math.sign(score) * Number(whole + fraction)) / Number(`1e${-power}`);
}
