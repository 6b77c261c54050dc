import { describe, expect, it } from 'vitest';
import type { BoundBlock } from '../../../src/core/attention/boundBlock';
import { rowsByToken } from '../../../src/worker/runs/rowsByToken';

/** A block whose rows say which they are: `10 · query + key`. */
function block(queries: 'source' | 'target', keys: 'source' | 'target'): BoundBlock {
  // SAFETY: the parts that rows are made of; nothing else is looked at.
  return {
    block: { queries, keys },
    heads: 1,
    headSize: 1,
    queries: 3,
    keys: 2,
    row: (_head: number, query: number, out: Float32Array, offset = 0) => {
      out.set([10 * query, 10 * query + 1], offset);
    },
  } as unknown as BoundBlock;
}

function rowsOf(bound: BoundBlock): number[][] {
  const rows = rowsByToken(bound);
  const out = new Float32Array(6).fill(-1);
  for (let token = 0; token < rows.queries; token++) rows.row(0, token, out, token * rows.keys);
  return [0, 2, 4].map((start) => [...out.subarray(start, start + 2)]);
}

describe('rowsByToken', () => {
  it('takes the rows within one text as they are', () => {
    for (const side of ['source', 'target'] as const)
      expect(rowsOf(block(side, side))).toEqual([
        [0, 1],
        [10, 11],
        [20, 21],
      ]);
  });

  it('gives a generated token the row that led to it', () => {
    expect(rowsOf(block('target', 'source'))).toEqual([
      [0, 0],
      [0, 1],
      [10, 11],
    ]);
  });
});
