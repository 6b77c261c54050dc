import { describe, expect, it } from 'vitest';
import { bindBlock } from '../../../src/core/attention/bindBlock';
import type { BoundBlock } from '../../../src/core/attention/boundBlock';
import { RefusalError } from '../../../src/core/attention/refusal';
import type { AttentionBlock } from '../../../src/core/onnx/blocks/block';
import type { Tensor } from '../../../src/core/onnx/graph/tensor';
import { naiveWeights, plainBlock, plainTensors, randomTensor } from './randomBlock';

const sizes = { heads: 3, queries: 5, keys: 7, headSize: 6, valueSize: 2 };

function rows({ heads, queries, keys, row }: BoundBlock): number[][][] {
  return Array.from({ length: heads }, (_, head) =>
    Array.from({ length: queries }, (__, query) => {
      const out = new Float32Array(keys + 2).fill(9);
      row(head, query, out, 1);
      // Nothing beside the row is written.
      expect([out[0], out[keys + 1]]).toEqual([9, 9]);
      return [...out.subarray(1, keys + 1)];
    }),
  );
}

function expectRows(bound: BoundBlock, expected: number[][][]): void {
  expect(rows(bound)).toEqual(
    expected.map((head) => head.map((row) => row.map((x) => expect.closeTo(x, 5) as number))),
  );
}

function bool(dims: readonly number[], set: (index: number) => boolean): Tensor {
  const length = dims.reduce((a, b) => a * b, 1);
  return { type: 'bool', dims, data: Uint8Array.from({ length }, (_, index) => (set(index) ? 1 : 0)) };
}

describe('a bound block', () => {
  it('gives rows as softmax(q · kᵀ), whatever the order of the axes in the taps', () => {
    const tensors = plainTensors(sizes);
    const expected = naiveWeights(tensors, sizes);
    expectRows(bindBlock(plainBlock(), tensors), expected);
    // As PyTorch leaves it: [batch, length, heads, size], transposed twice on its way into the product.
    const turned = new Map(tensors);
    turned.set('q', permute(tensors.get('q'), [0, 2, 1, 3]));
    turned.set('k', permute(tensors.get('k'), [0, 2, 1, 3]));
    const plain = plainBlock();
    const block = plainBlock({
      query: { ...plain.query, permutations: [[0, 2, 1, 3]] },
      key: { ...plain.key, permutations: [[0, 2, 3, 1]] },
    });
    expectRows(bindBlock(block, turned), expected);
    // Keys tapped where they are transposed already.
    const columns = new Map(tensors).set('k', permute(tensors.get('k'), [0, 1, 3, 2]));
    expectRows(bindBlock(plainBlock({ key: { ...plain.key, permutations: [] } }), columns), expected);
  });

  it('folds every factor into the scores, and says their product', () => {
    const tensors = plainTensors(sizes, { s: { type: 'float32', dims: [], data: Float32Array.of(2) } });
    const plain = plainBlock();
    const block = plainBlock({
      query: { ...plain.query, factors: [{ scalar: 4, divides: true }] },
      key: { ...plain.key, factors: [{ scalar: { tensor: 's' }, divides: false }] },
      program: [{ op: 'Mul', operand: { constant: 3 }, rowFirst: true }],
      factorInTap: 0.5,
    });
    const bound = bindBlock(block, tensors);
    expect(bound.scale).toBeCloseTo(0.75, 6);
    expectRows(
      bound,
      naiveWeights(tensors, sizes, (score) => score * 1.5),
    );
  });

  it('adds a bias that is broadcast as ONNX does', () => {
    const shapes = [[7], [5, 7], [5, 1], [3, 1, 1], [3, 5, 7], [1, 1, 5, 7], [1, 3, 1, 7]];
    for (const dims of shapes) {
      const bias = randomTensor(dims, 9);
      const tensors = plainTensors(sizes, { bias });
      const program = [{ op: 'Add', operand: { tensor: 'bias', isScalar: false }, rowFirst: true }] as const;
      const [h = 1, q = 1, k = 1] = [...Array<number>(4 - dims.length).fill(1), ...dims].slice(1);
      const expected = naiveWeights(tensors, sizes, (score, head, query, key) => {
        const index = ((h === 1 ? 0 : head) * q + (q === 1 ? 0 : query)) * k + (k === 1 ? 0 : key);
        return score + Number(bias.data[index]);
      });
      expectRows(bindBlock(plainBlock({ program }), tensors), expected);
    }
  });

  it('masks by a condition, on either side', () => {
    const mask = bool([1, 1, 5, 7], (index) => index % 3 === 0);
    const tensors = plainTensors(sizes, { mask });
    for (const keepsWhere of [true, false]) {
      const program = [{ op: 'Where', condition: 'mask', other: { constant: -1e9 }, keepsWhere }] as const;
      const expected = naiveWeights(tensors, sizes, (score, _, query, key) =>
        ((query * 7 + key) % 3 === 0) === keepsWhere ? score : -1e9,
      );
      expectRows(bindBlock(plainBlock({ program }), tensors), expected);
    }
  });

  it('overflows to -∞ as the graph’s float32 does, and can make such rows 0', () => {
    const lowest = { constant: -3.4028234663852886e38 };
    const program: AttentionBlock['program'] = [
      { op: 'Add', operand: lowest, rowFirst: true },
      { op: 'Add', operand: lowest, rowFirst: true },
    ];
    const tensors = plainTensors(sizes);
    expect(rows(bindBlock(plainBlock({ program }), tensors)).flat(2)).toEqual(Array(105).fill(NaN));
    const guarded = bindBlock(plainBlock({ program, after: [{ op: 'NanToZero' }] }), tensors);
    expect(rows(guarded).flat(2)).toEqual(Array(105).fill(0));
  });

  it('shares keys and values among grouped heads, neighbours together', () => {
    const grouped = { ...sizes, heads: 4 };
    const tensors = plainTensors(grouped);
    const half = (name: string, size: number): Tensor => {
      const data = tensors.get(name)?.data as Float32Array;
      return { type: 'float32', dims: [1, 2, 7, size], data: data.slice(0, 2 * 7 * size) };
    };
    const repeat = ({ dims, data }: Tensor): Tensor => {
      const each = data.length / 2;
      const parts = [0, 0, 1, 1].map((head) => data.slice(head * each, (head + 1) * each) as Float32Array);
      return {
        type: 'float32',
        dims: [1, 4, ...dims.slice(2)],
        data: Float32Array.from(parts.flatMap((x) => [...x])),
      };
    };
    const [k, v] = [half('k', 6), half('v', 2)];
    const expected = naiveWeights(new Map(tensors).set('k', repeat(k)), grouped);
    const plain = plainBlock();
    const block = plainBlock({
      key: { ...plain.key, repeatAxis: 1 },
      value: { ...plain.value, repeatAxis: 1 },
    });
    const bound = bindBlock(block, new Map(tensors).set('k', k).set('v', v));
    expect([bound.heads, bound.keyValueHeads]).toEqual([4, 2]);
    expectRows(bound, expected);
  });

  it('is causal where no weight lies above the diagonal, whatever the graph looked like', () => {
    const square = { ...sizes, queries: 6, keys: 6 };
    const triangle = bool([6, 6], (index) => index % 6 > Math.floor(index / 6));
    const tensors = plainTensors(square, { triangle });
    const where = {
      op: 'Where',
      condition: 'triangle',
      other: { constant: -Infinity },
      keepsWhere: false,
    } as const;
    expect(bindBlock(plainBlock({ program: [where] }), tensors).kind).toBe('causal');
    expect(bindBlock(plainBlock({ kind: 'causal' }), tensors).kind).toBe('self');
    expect(bindBlock(plainBlock({ kind: 'cross', program: [where] }), tensors).kind).toBe('cross');
  });

  it.each<[string, Partial<AttentionBlock>, RegExp]>([
    ['a softmax over another axis', { axis: 2 }, /not over the last axis/],
    ['a tensor that is not there', { context: 'nowhere' }, /no tensor “nowhere”/],
    [
      'a bias that does not fit',
      { program: [{ op: 'Add', operand: { tensor: 'v', isScalar: false }, rowFirst: true }] },
      /another shape/,
    ],
    [
      'a scale that is no scalar',
      { program: [{ op: 'Mul', operand: { tensor: 'v', isScalar: true }, rowFirst: true }] },
      /no scalar/,
    ],
    [
      'queries mixed into heads',
      { program: [{ op: 'Reshape', shape: { dims: [1, 5, 3, 7] } }] },
      /several queries/,
    ],
  ])('refuses %s', (_, changes, reason) => {
    expect(() => bindBlock(plainBlock(changes), plainTensors(sizes))).toThrow(RefusalError);
    expect(() => bindBlock(plainBlock(changes), plainTensors(sizes))).toThrow(reason);
  });

  it('refuses rows that cannot stand for the tokens', () => {
    const tensors = plainTensors(sizes);
    expect(() => bindBlock(plainBlock(), tensors, { lengths: [5] })).toThrow(/5 × 7 weights/);
    expect(bindBlock(plainBlock(), tensors, { lengths: [7, 5] }).queries).toBe(5);
    const single = plainTensors({ ...sizes, queries: 1, keys: 1 });
    expect(() => bindBlock(plainBlock(), single, { lengths: [4] })).toThrow(/every weight is 1/);
  });
});

function permute(tensor: Tensor | undefined, order: readonly number[]): Tensor {
  if (!tensor) throw new Error('no tensor');
  const strides = tensor.dims.map((_, axis) => tensor.dims.slice(axis + 1).reduce((a, b) => a * b, 1));
  const dims = order.map((axis) => tensor.dims[axis] ?? 0);
  const data = new Float32Array(tensor.data.length);
  data.forEach((_, index) => {
    let rest = index;
    let from = 0;
    [...dims.entries()].reverse().forEach(([axis, size]) => {
      from += (rest % size) * (strides[order[axis] ?? 0] ?? 0);
      rest = Math.floor(rest / size);
    });
    data[index] = Number(tensor.data[from]);
  });
  return { type: 'float32', dims, data };
}
