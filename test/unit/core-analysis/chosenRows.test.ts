import { describe, expect, it } from 'vitest';
import { chooseRows, type LayerRows, type RowSource } from '../../../src/core/analysis/chosenRows';

/** A source whose weights are given: `[heads][queries][keys]`. */
function given(weights: readonly (readonly (readonly number[])[])[]): RowSource {
  return {
    heads: weights.length,
    queries: weights[0]?.length ?? 0,
    keys: weights[0]?.[0]?.length ?? 0,
    headSize: 1,
    row: (head, query, out, offset = 0) => {
      out.set(weights[head]?.[query] ?? [], offset);
    },
  };
}

const layers: readonly LayerRows[] = [
  {
    kind: 'self',
    layer: 0,
    rows: given([
      [
        [1, 0],
        [0.5, 0.5],
      ],
      [
        [0, 1],
        [0.25, 0.75],
      ],
    ]),
  },
  {
    kind: 'self',
    layer: 1,
    rows: given([
      [
        [0.5, 0.5],
        [1, 0],
      ],
      [
        [0.5, 0.5],
        [0, 1],
      ],
    ]),
  },
];

function rowOf(choice: Parameters<typeof chooseRows>[1], query: number): number[] {
  const rows = chooseRows(layers, choice);
  const out = new Float32Array(rows.keys);
  rows.row(query, out);
  return [...out];
}

describe('rows of a choice', () => {
  it('are the head’s own for one head', () => {
    expect(rowOf({ kind: 'self', layer: 0, head: 1 }, 1)).toEqual([0.25, 0.75]);
  });

  it('are the mean over heads', () => {
    expect(rowOf({ kind: 'self', layer: 0, head: 'mean' }, 1)).toEqual([0.375, 0.625]);
  });

  it('are the largest weight over heads, key by key', () => {
    expect(rowOf({ kind: 'self', layer: 0, head: 'max' }, 1)).toEqual([0.5, 0.75]);
  });

  it('are the mean over layers of one head', () => {
    expect(rowOf({ kind: 'self', layer: 'mean', head: 0 }, 1)).toEqual([0.75, 0.25]);
  });

  it('are the mean over layers of what the heads of each layer give together', () => {
    expect(rowOf({ kind: 'self', layer: 'mean', head: 'max' }, 1)).toEqual([0.75, 0.875]);
    expect(rowOf({ kind: 'self', layer: 'mean', head: 'mean' }, 0)).toEqual([0.5, 0.5]);
  });

  it('go to the place in the output that is asked for, and leave the rest alone', () => {
    const rows = chooseRows(layers, { kind: 'self', layer: 'mean', head: 'mean' });
    const out = new Float32Array(6).fill(9);
    rows.row(1, out, 2);
    expect([...out]).toEqual([9, 9, 0.4375, 0.5625, 9, 9]);
  });

  it('are refused for a layer or a head that the model does not have', () => {
    for (const choice of [
      { kind: 'self', layer: 2, head: 0 },
      { kind: 'self', layer: 0, head: 2 },
      { kind: 'self', layer: 'mean', head: 5 },
    ] as const) {
      expect(() => chooseRows(layers, choice)).toThrow(expect.objectContaining({ code: 'head-unknown' }));
    }
  });

  it('are refused for a kind that the model does not have', () => {
    expect(() => chooseRows(layers, { kind: 'cross', layer: 0, head: 0 })).toThrow(
      expect.objectContaining({ code: 'kind-unknown', params: { kind: 'cross' } }),
    );
  });

  it('mean the layers of one kind alone, of whatever size the others are', () => {
    const cross: LayerRows = { kind: 'cross', layer: 0, rows: given([[[0.125, 0.375, 0.5]]]) };
    const rows = chooseRows([cross, ...layers], { kind: 'cross', layer: 'mean', head: 'mean' });
    const out = new Float32Array(3);
    rows.row(0, out);
    expect([rows.queries, rows.keys, [...out]]).toEqual([1, 3, [0.125, 0.375, 0.5]]);
    expect(chooseRows([cross, ...layers], { kind: 'self', layer: 'mean', head: 'mean' }).heads).toBe(4);
  });

  it('know whether they sum to one', () => {
    expect(chooseRows(layers, { kind: 'self', layer: 0, head: 0 }).sumsToOne).toBe(true);
    expect(chooseRows(layers, { kind: 'self', layer: 0, head: 'max' }).sumsToOne).toBe(false);
  });
});
