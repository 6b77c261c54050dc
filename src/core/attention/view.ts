import type { Operand, Quantisation } from '../onnx/blocks/block';
import { sizeOf, type Tensor, type Tensors } from '../onnx/graph/tensor';
import { asFloats, asScalar } from './floats';
import { RefusalError } from './refusal';

/**
 * A tensor with its axes permuted: element (i, j, …) is `data[Σ index · stride]`. Along `repeatAxis` each entry stands
 * for several heads in a row; how many, the product tells.
 */
export interface View {
  readonly data: Float32Array;
  readonly dims: readonly number[];
  readonly strides: readonly number[];
  readonly repeatAxis: number | undefined;
  /** Whether the entries are repeated in turn, and not each by itself. */
  readonly inTurn: boolean;
}

/** An operand of a product as the graph has it, seen in its tap. */
export function viewOf(operand: Operand, tensors: Tensors): View {
  const tensor = tapped(tensors, operand.tensor);
  const strides = tensor.dims.map((_, axis) => sizeOf(tensor.dims.slice(axis + 1)));
  const data = operand.quantised ? dequantised(tensor, operand.quantised, tensors) : asFloats(tensor);
  const whole = {
    data,
    dims: tensor.dims,
    strides,
    repeatAxis: operand.repeatAxis,
    inTurn: operand.inTurn ?? false,
  };
  return operand.permutations.reduce(permuted, whole);
}

/** The numbers that integers stand for. */
function dequantised(tensor: Tensor, { scale, zeroPoint }: Quantisation, tensors: Tensors): Float32Array {
  const factor = asScalar(tapped(tensors, scale));
  const zero = zeroPoint === '' ? 0 : asScalar(tapped(tensors, zeroPoint));
  if (factor === undefined || zero === undefined) throw new RefusalError('scale-no-scalar');
  if (!/^u?int(8|16|32)$/.test(tensor.type)) throw new RefusalError('tensor-type', { type: tensor.type });
  return Float32Array.from(tensor.data as ArrayLike<number>, (integer) => (integer - zero) * factor);
}

/** A tensor that a run must have given. */
export function tapped(tensors: Tensors, name: string): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new RefusalError('tensor-missing', { name });
  return tensor;
}

/** As ONNX's `Transpose`: axis i of the result is axis `permutation[i]`; -1 is a new one of size 1. */
function permuted(view: View, permutation: readonly number[] | 'reverse'): View {
  const order = permutation === 'reverse' ? [...view.dims.keys()].reverse() : permutation;
  if (order.filter((axis) => axis >= 0).length !== view.dims.length) {
    throw new RefusalError('tensor-axes');
  }
  return {
    data: view.data,
    dims: order.map((axis) => (axis < 0 ? 1 : (view.dims[axis] ?? 0))),
    strides: order.map((axis) => view.strides[axis] ?? 0),
    repeatAxis: view.repeatAxis === undefined ? undefined : order.indexOf(view.repeatAxis),
    inTurn: view.inTurn,
  };
}

/** The view with its last two axes exchanged. */
export function transposed(view: View): View {
  const axes = [...view.dims.keys()];
  return permuted(view, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/**
 * The batch axes (all but the last two) that two operands of `MatMul` broadcast to. Those of `second` along which its
 * heads are repeated take the size of `first`.
 */
export function batchOf(first: readonly number[], second: View): readonly number[] {
  const own = second.dims.slice(0, -2);
  const length = Math.max(first.length, own.length);
  return Array.from({ length }, (_, axis) => {
    const ownAxis = axis - (length - own.length);
    const left = first[axis - (length - first.length)] ?? 1;
    const right = own[ownAxis] ?? 1;
    const fits = left === right || left === 1 || right === 1;
    const isRepeated = ownAxis === second.repeatAxis && left % right === 0;
    if (!fits && !isRepeated) throw new RefusalError('heads-misfit');
    return left === 1 ? right : left;
  });
}

/** Matrices `[rows, columns]`, one for each head: matrix h begins at `starts[h]`. */
export interface Matrices {
  readonly data: Float32Array;
  readonly starts: Int32Array;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** The matrices in a view's last two axes, for the batch axes `batch` of the product, flattened. */
export function matricesOf(view: View, batch: readonly number[]): Matrices {
  const { data, dims, strides, repeatAxis, inTurn } = view;
  if (dims.length < 2) throw new RefusalError('tensor-flat');
  const starts = new Int32Array(sizeOf(batch));
  const missing = batch.length - (dims.length - 2);
  for (let index = 0; index < starts.length; index++) {
    let rest = index;
    let start = 0;
    for (let axis = batch.length - 1; axis >= missing; axis--) {
      const size = batch[axis] ?? 1;
      const at = rest % size;
      rest = (rest - at) / size;
      const own = dims[axis - missing] ?? 1;
      const repeated = inTurn ? at % own : Math.floor((at * own) / size);
      const entry = axis - missing === repeatAxis ? repeated : own === 1 ? 0 : at;
      start += entry * (strides[axis - missing] ?? 0);
    }
    starts[index] = start;
  }
  return {
    data,
    starts,
    rows: dims.at(-2) ?? 0,
    columns: dims.at(-1) ?? 0,
    rowStride: strides.at(-2) ?? 0,
    columnStride: strides.at(-1) ?? 0,
  };
}

/** All matrices one after the other, row by row. */
export function denseData(matrices: Matrices): Float32Array {
  const { data, starts, rows, columns, rowStride, columnStride } = matrices;
  const dense = new Float32Array(starts.length * rows * columns);
  let to = 0;
  for (const start of starts) {
    for (let row = 0; row < rows; row++) {
      let from = start + row * rowStride;
      for (let column = 0; column < columns; column++, from += columnStride) dense[to++] = data[from] ?? 0;
    }
  }
  return dense;
}

/** The same matrices with each row in one piece: a copy where the columns lie apart, as in a transposed tap. */
export function withDenseRows(matrices: Matrices): Matrices {
  const { data, starts, rows, columns, rowStride, columnStride } = matrices;
  if (columnStride === 1 || columns === 1) return matrices;
  const copies = new Map<number, number>();
  for (const start of starts) if (!copies.has(start)) copies.set(start, copies.size * rows * columns);
  const dense = new Float32Array(copies.size * rows * columns);
  for (const [start, copy] of copies) {
    for (let column = 0; column < columns; column++) {
      let from = start + column * columnStride;
      for (let to = copy + column; to < copy + rows * columns; to += columns, from += rowStride) {
        dense[to] = data[from] ?? 0;
      }
    }
  }
  return {
    data: dense,
    starts: starts.map((start) => copies.get(start) ?? 0),
    rows,
    columns,
    rowStride: columns,
    columnStride: 1,
  };
}
