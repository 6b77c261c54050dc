import { describe, expect, it } from 'vitest';
import { bindBlock } from '../../../src/core/attention/bindBlock';
import { checkBlock } from '../../../src/core/attention/checkBlock';
import type { Operand, Step } from '../../../src/core/onnx/blocks/block';
import { halfToNumber, halvesToFloats } from '../../../src/core/onnx/file/halves';
import type { Tensor, Tensors } from '../../../src/core/onnx/graph/tensor';
import { plainBlock, plainTensors } from './randomBlock';

const sizes = { heads: 2, queries: 20, keys: 20, headSize: 8, valueSize: 8 };
const scalar = (value: number): Tensor => ({ type: 'float32', dims: [], data: Float32Array.of(value) });
const byte = (value: number): Tensor => ({ type: 'uint8', dims: [], data: Uint8Array.of(value) });

/** Weights to bytes and back. */
const rounding: readonly Step[] = [
  { op: 'Quantise', scale: { constant: 0.125 }, zeroPoint: { constant: 2 }, low: 0, high: 6 },
  { op: 'Dequantise', scale: { constant: 0.125 }, zeroPoint: { constant: 2 } },
];

describe('a tap of integers', () => {
  it('stands for (q - zero point) · scale', () => {
    const tensors = plainTensors(sizes);
    const integers = new Map<string, Tensor>([...tensors, ['s', scalar(0.01)], ['z', byte(130)]]);
    const floats = new Map(tensors);
    const quantised: Operand['quantised'] = { scale: 's', zeroPoint: 'z' };
    for (const name of ['q', 'k', 'v']) {
      const { dims = [], data } = tensors.get(name) ?? {};
      const bytes = Uint8Array.from(data as Float32Array, (value) => Math.round(value / 0.01) + 130);
      integers.set(name, { type: 'uint8', dims, data: bytes });
      const read = Float32Array.from(bytes, (value) => (value - 130) * Math.fround(0.01));
      floats.set(name, { type: 'float32', dims, data: read });
    }
    const { query, key, value } = plainBlock();
    const block = plainBlock({
      query: { ...query, quantised },
      key: { ...key, quantised },
      value: { ...value, quantised },
    });
    const [own, expected] = [bindBlock(block, integers), bindBlock(plainBlock(), floats)];
    for (let at = 0; at < 20; at++) {
      expect(rowOf(own, at)).toEqual(rowOf(expected, at));
      expect(own.context(1, at)).toEqual(expected.context(1, at));
    }
  });

  it('needs one scale for all', () => {
    const { query } = plainBlock();
    const block = plainBlock({ query: { ...query, quantised: { scale: 's', zeroPoint: '' } } });
    const tensors = plainTensors(sizes, { s: { type: 'float32', dims: [2], data: Float32Array.of(1, 2) } });
    expect(() => bindBlock(block, tensors)).toThrow(
      expect.objectContaining({ reason: { code: 'scale-no-scalar', params: {} } }),
    );
  });
});

describe('weights that are rounded', () => {
  it('are the nearest steps, halves to the even one, cut off at the ends of the type', () => {
    const tensors = plainTensors({ ...sizes, heads: 1, queries: 1 });
    const plain = rowOf(bindBlock(plainBlock(), tensors), 0, 0);
    const rounded = rowOf(bindBlock(plainBlock({ after: rounding }), tensors), 0, 0);
    expect([...rounded]).toEqual([...plain].map((weight) => Math.min(0.5, Math.round(weight / 0.125) / 8)));
    const between: readonly Step[] = [
      { op: 'Mul', operand: { constant: 0 }, rowFirst: true },
      { op: 'Add', operand: { tensor: 'b', isScalar: false }, rowFirst: true },
      ...rounding,
    ];
    const values = [0.0625, 0.1875, 0.3125, -0.0625, -0.1875, -9, 9];
    const keys = { ...sizes, heads: 1, queries: 1, keys: values.length };
    const b: Tensor = { type: 'float32', dims: [values.length], data: Float32Array.from(values) };
    const after = rowOf(bindBlock(plainBlock({ after: between }), plainTensors(keys, { b })), 0, 0);
    expect([...after].map((value) => value / 0.125)).toEqual([0, 2, 2, 0, -2, -2, 4]);
  });

  const off = (rows: number, by: number): Tensors => {
    const tensors = plainTensors(sizes);
    const own = bindBlock(plainBlock({ after: rounding }), tensors);
    const data = new Float32Array(2 * 20 * 8);
    for (let row = 0; row < 40; row++) {
      const context = own.context(Math.floor(row / 20), row % 20);
      data.set(
        context.map((value) => value + (row < rows ? by : 0)),
        row * 8,
      );
    }
    return tensors.set('c', { type: 'float32', dims: [1, 2, 20, 8], data });
  };
  const passes = (tensors: Tensors): boolean =>
    checkBlock(bindBlock(plainBlock({ after: rounding }), tensors)).passed;

  it('may be rounded to the neighbour in few rows, as the engine’s own sum may have it', () => {
    expect(passes(off(0, 0))).toBe(true);
    expect(passes(off(4, 0.02))).toBe(true);
  });

  it('are refused where that happens in many rows, or by more than a step', () => {
    expect(passes(off(8, 0.02))).toBe(false);
    expect(passes(off(1, 0.5))).toBe(false);
  });
});

describe('halves', () => {
  it('are the numbers of IEEE 754', () => {
    const numbers = new Map([
      [0x3c00, 1],
      [0xc000, -2],
      [0x3555, 0.333251953125],
      [0x7bff, 65504],
      [0x0001, 2 ** -24],
      [0x83ff, -1023 * 2 ** -24],
      [0x8000, -0],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
      [0x7e00, NaN],
    ]);
    for (const [bits, number] of numbers) expect(halfToNumber(bits)).toBe(number);
    expect([...halvesToFloats(Uint16Array.from(numbers.keys()))]).toEqual([...numbers.values()]);
  });

  it('are rounded in the graph: the check allows for that', () => {
    const context = (type: 'float16' | 'float32', by: number): Tensors => {
      const tensors = plainTensors({ ...sizes, heads: 1, queries: 1, keys: 1, valueSize: 2 });
      const v: Tensor = {
        type,
        dims: [1, 1, 1, 2],
        data: type === 'float32' ? Float32Array.of(1, 1) : Uint16Array.of(0x3c00, 0x3c00),
      };
      const data =
        type === 'float32' ? Float32Array.of(1 + by, 1) : Uint16Array.of(0x3c00 + by * 1024, 0x3c00);
      return tensors.set('v', v).set('c', { type, dims: [1, 1, 1, 2], data });
    };
    const passes = (tensors: Tensors): boolean => checkBlock(bindBlock(plainBlock(), tensors)).passed;
    expect(passes(context('float16', 1 / 256))).toBe(true);
    expect(passes(context('float16', 1 / 64))).toBe(false);
    expect(passes(context('float32', 1 / 256))).toBe(false);
  });
});

function rowOf(bound: ReturnType<typeof bindBlock>, query: number, head = 1): Float32Array {
  const out = new Float32Array(bound.keys);
  bound.row(head, query, out);
  return out;
}
