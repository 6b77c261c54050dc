import type { Tensor, TensorData, Tensors } from '../../core/onnx/graph/tensor';

/** Smaller tensors are not worth a comparison. */
const smallest = 256;

/**
 * The same tensors, those with equal type and data sharing one array: most models make their mask anew in each layer,
 * `[length, length]` each. Only data that are equal element by element are shared.
 */
export function shareEqual(tensors: Tensors): Tensors {
  const known = new Map<string, TensorData[]>();
  const shared = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    const { data, type } = tensor;
    if (data.length < smallest) {
      shared.set(name, tensor);
      continue;
    }
    const key = `${type} ${data.length} ${String(data[data.length >> 1])} ${String(data[((data.length * 2) / 3) | 0])}`;
    const candidates = known.get(key) ?? [];
    known.set(key, candidates);
    const same = candidates.find((candidate) => isEqual(candidate, data));
    if (!same) candidates.push(data);
    shared.set(name, same ? { ...tensor, data: same } : tensor);
  }
  return shared;
}

function isEqual(a: TensorData, b: TensorData): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
