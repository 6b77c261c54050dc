/** The element types that pass between graph and JavaScript, by the names that ONNX Runtime's JavaScript API uses. */
export type ElementType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool'
  | 'string'
  | 'other';

/** `bool` values are bytes of 0 and 1; `float16` values are their bit patterns. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A dense tensor, row-major. */
export interface Tensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** Tensors by their name in the graph. */
export type Tensors = ReadonlyMap<string, Tensor>;

const byCode: Readonly<Record<number, ElementType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
};

/** The element type for a number of onnx.proto's `TensorProto.DataType`. */
export function elementType(code: number): ElementType {
  return byCode[code] ?? 'other';
}

/** onnx.proto's number of an element type. @throws RangeError for `other` */
export function typeCode(type: ElementType): number {
  const code = Object.entries(byCode).find(([, name]) => name === type)?.[0];
  if (code === undefined) throw new RangeError(`no number for ${type}`);
  return Number(code);
}

/** The number of elements of a shape. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}
