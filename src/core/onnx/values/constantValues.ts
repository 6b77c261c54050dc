import { floatAttribute, intAttribute, intsAttribute } from '../graph/attributes';
import type { Graph, GraphNode, Model, TensorProto } from '../graph/model';
import { halfToNumber } from '../file/halves';
import { sizeOf } from '../graph/tensor';

/** The values of a small constant. */
export interface ConstantValues {
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/** What a `Dataflow` tells of a graph, as far as constants need it. */
export interface ConstantsSource {
  readonly model: Model;
  readonly graph: Graph;
  producer(tensor: string): GraphNode | undefined;
  isConstant(tensor: string): boolean;
  /** What `derive` says of a tensor, worked out once. */
  once<T>(derive: (flow: ConstantsSource, tensor: string) => T, tensor: string): T | undefined;
}

/** Lists longer than this are no scales, axes or shapes. */
const longest = 64;

const unary: ReadonlyMap<string, (x: number) => number> = new Map([
  ['Sqrt', Math.sqrt],
  ['Reciprocal', (x) => 1 / x],
  ['Neg', (x) => -x],
  ['Identity', (x) => x],
]);
const binary: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['Add', (a, b) => a + b],
  ['Sub', (a, b) => a - b],
  ['Mul', (a, b) => a * b],
  ['Div', (a, b) => a / b],
  ['Pow', (a, b) => a ** b],
]);

/**
 * The values of a short constant tensor: an initialiser, a `Constant`, or what exporters leave unfolded between such
 * and a scale or an axis. undefined for anything else. float32 results are rounded as the graph rounds them.
 */
export function constantValues(flow: ConstantsSource, tensor: string): ConstantValues | undefined {
  return flow.once(derive, tensor);
}

function derive(flow: ConstantsSource, tensor: string): ConstantValues | undefined {
  const initializer = flow.graph.initializers.get(tensor);
  if (initializer) return readValues(flow.model.bytes, initializer);
  const node = flow.producer(tensor);
  if (!node || !flow.isConstant(tensor)) return undefined;
  if (node.opType === 'Constant') return constantNode(flow, node);
  const first = constantValues(flow, node.inputs[0] ?? '');
  if (!first) return undefined;
  if (node.opType === 'ConstantOfShape') return filled(flow, node, first.values);
  const one = unary.get(node.opType);
  if (one) return { dims: first.dims, values: first.values.map((x) => Math.fround(one(x))) };
  if (node.opType === 'Cast') return castValues(node, first);
  if (first.values.length !== 1) return undefined;
  if (node.opType === 'Unsqueeze' || node.opType === 'Squeeze' || node.opType === 'Reshape') {
    return { dims: [1], values: first.values };
  }
  const two = binary.get(node.opType);
  const second = two ? constantValues(flow, node.inputs[1] ?? '') : undefined;
  if (!two || second?.values.length !== 1) return undefined;
  return { dims: first.dims, values: [Math.fround(two(first.values[0] ?? NaN, second.values[0] ?? NaN))] };
}

/** The value of a constant of one element. */
export function constantScalar(flow: ConstantsSource, tensor: string): number | undefined {
  const constant = constantValues(flow, tensor);
  return constant?.values.length === 1 ? constant.values[0] : undefined;
}

function filled(flow: ConstantsSource, node: GraphNode, dims: readonly number[]): ConstantValues | undefined {
  const count = sizeOf(dims);
  if (count > longest) return undefined;
  const value = node.attributes.get('value');
  const filling = value?.kind === 'tensor' ? readValues(flow.model.bytes, value.value) : undefined;
  return { dims, values: Array<number>(count).fill(filling?.values[0] ?? 0) };
}

function castValues(node: GraphNode, from: ConstantValues): ConstantValues {
  const to = intAttribute(node, 'to');
  const isInteger = to === 6 || to === 7;
  return { dims: from.dims, values: from.values.map((x) => (isInteger ? Math.trunc(x) : x)) };
}

function constantNode(flow: ConstantsSource, node: GraphNode): ConstantValues | undefined {
  const value = node.attributes.get('value');
  if (value?.kind === 'tensor') return readValues(flow.model.bytes, value.value);
  const single = floatAttribute(node, 'value_float') ?? intAttribute(node, 'value_int');
  if (single !== undefined) return { dims: [], values: [single] };
  const ints = intsAttribute(node, 'value_ints');
  return ints ? { dims: [ints.length], values: ints } : undefined;
}

function readValues(bytes: Uint8Array, tensor: TensorProto): ConstantValues | undefined {
  const count = sizeOf(tensor.dims);
  if (count > longest) return undefined;
  const { dims, values: where } = tensor;
  if (where.kind === 'decoded') {
    // Halves are written by their bit patterns.
    const isHalf = tensor.type === 'float16';
    return {
      dims,
      values: where.values.map((value) => (isHalf ? halfToNumber(Number(value)) : Number(value))),
    };
  }
  if (where.kind !== 'raw') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + where.range.offset, where.range.length);
  const read = readers[tensor.type];
  return read && { dims, values: Array.from({ length: count }, (_, index) => read(view, index)) };
}

const readers: Readonly<Record<string, (view: DataView, index: number) => number>> = {
  float32: (view, index) => view.getFloat32(4 * index, true),
  float64: (view, index) => view.getFloat64(8 * index, true),
  float16: (view, index) => halfToNumber(view.getUint16(2 * index, true)),
  int8: (view, index) => view.getInt8(index),
  uint8: (view, index) => view.getUint8(index),
  int32: (view, index) => view.getInt32(4 * index, true),
  int64: (view, index) => Number(view.getBigInt64(8 * index, true)),
  bool: (view, index) => view.getUint8(index),
};
