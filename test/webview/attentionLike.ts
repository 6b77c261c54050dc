/**
 * Weight matrices that look like those of a trained encoder: heads that look at the previous or the next token, at equal
 * tokens, at delimiters, at the neighbourhood, and heads that park their weight on `[SEP]`.
 */
import { poolTile } from '../../src/core/analysis/matrix';
import type { HeadChoice, TileAnswer, TileQuestion } from '../../src/protocol/inference';
import type { PanelToken } from '../../src/protocol/panel';

export const fakeLayers = 6;
export const fakeHeads = 8;

/** `[queries, keys]`, row-major. */
type Matrix = Float32Array<ArrayBuffer>;

/** A generator of equal numbers on every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One head's weights, of a text or between two; each row has the sum 1. */
export function headWeights(
  tokens: readonly PanelToken[],
  layer: number,
  head: number,
  keys: readonly PanelToken[] = tokens,
): Matrix {
  const length = Math.max(tokens.length, keys.length);
  const next = random(1 + layer * 64 + head);
  const kind = (layer + head) % 6;
  const affinity = Array.from({ length: 3 }, () => Array.from({ length }, () => next() - 0.5));
  const weights = new Float32Array(tokens.length * keys.length);
  for (let query = 0; query < tokens.length; query++) {
    const scores = keys.map((token, key) => {
      const distance = key - query;
      const content = affinity.reduce((sum, side) => sum + 6 * (side[query] ?? 0) * (side[key] ?? 0), 0);
      let score = content + next();
      if (token.special) score += 1.5 + layer / 3;
      if (kind === 0 && distance === -1) score += 5;
      if (kind === 1 && distance === 1) score += 5;
      if (kind === 2 && token.text === tokens[query]?.text) score += distance === 0 ? 2.5 : 4;
      if (kind === 3) score -= Math.abs(distance) / 3;
      if (kind === 4 && token.text === '[SEP]') score += 4;
      if (kind === 5 && /^[,.;，。；“”]$/u.test(token.text)) score += 3;
      return score;
    });
    const most = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, key) => (weights[query * keys.length + key] = power / sum));
  }
  return weights;
}

/** The tokens along a matrix. */
export interface Sides {
  readonly rows: readonly PanelToken[];
  readonly columns: readonly PanelToken[];
}

/** The weights under a choice, with aggregates and with special tokens hidden as the worker does it. */
export function chosenWeights(
  { rows, columns }: Sides,
  choice: HeadChoice,
  hideSpecial: boolean,
): { readonly weights: Matrix; readonly hidden: readonly number[] } {
  const all = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
  const layers = choice.layer === 'mean' ? all(fakeLayers) : [choice.layer];
  const heads = typeof choice.head === 'number' ? [choice.head] : all(fakeHeads);
  const total: Matrix = new Float32Array(rows.length * columns.length);
  for (const layer of layers) {
    const joined: Matrix = new Float32Array(total.length);
    for (const head of heads)
      headWeights(rows, layer, head, columns).forEach((weight, at) => {
        const known = joined[at] ?? 0;
        joined[at] = choice.head === 'max' ? Math.max(known, weight) : known + weight / heads.length;
      });
    joined.forEach((weight, at) => (total[at] = (total[at] ?? 0) + weight / layers.length));
  }
  const hidden = rows.map(() => 0);
  if (hideSpecial)
    for (let query = 0; query < rows.length; query++) {
      const row = total.subarray(query * columns.length, (query + 1) * columns.length);
      const sum = row.reduce((a, b) => a + b, 0);
      const shown = row.reduce((a, b, key) => a + (columns[key]?.special === true ? 0 : b), 0);
      hidden[query] = 1 - shown / sum;
      row.forEach((weight, key) => (row[key] = columns[key]?.special === true ? 0 : weight / shown));
    }
  return { weights: total, hidden };
}

/** The asked part of the matrix, pooled as the worker does it. */
export function tileOf(sides: Sides, question: TileQuestion): TileAnswer {
  const { weights } = chosenWeights(sides, question.choice, question.hideSpecial);
  const matrix = { weights, queries: sides.rows.length, keys: sides.columns.length };
  return poolTile(matrix, question, question.maxSide, undefined);
}
