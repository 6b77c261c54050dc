import { halvesToFloats, halfToNumber } from '../onnx/file/halves';
import type { Tensor } from '../onnx/graph/tensor';
import { RefusalError } from './refusal';

/** The values of a tensor as float32; without a copy where they are that already. */
export function asFloats(tensor: Tensor): Float32Array {
  const { data, type } = tensor;
  if (data instanceof Float32Array) return data;
  if (type === 'float16' && data instanceof Uint16Array) return halvesToFloats(data);
  if (type === 'float16' || type === 'bfloat16' || type === 'string' || type === 'other') {
    throw new RefusalError('tensor-type', { type });
  }
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}

/** The single value of a tensor; undefined where it has another number of them. */
export function asScalar(tensor: Tensor | undefined): number | undefined {
  if (tensor?.data.length !== 1) return undefined;
  const value = Number(tensor.data[0]);
  return tensor.type === 'float16' ? halfToNumber(value) : value;
}
