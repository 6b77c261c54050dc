import { HeadlightError } from '../../core/errors';
import type { ValueInfo } from '../../core/onnx/graph/model';
import { sizeOf } from '../../core/onnx/graph/tensor';

/** The sizes of named axes, as they become known from input to input. */
export type AxisSizes = Map<string, number>;

/**
 * The shape of an input that gets `count` values: as declared, with named axes of known size filled in, the batch axis 1
 * and the axis that is left as long as the values need. Notes the sizes of named axes. Throws `input-size`.
 */
export function inputShape(input: ValueInfo, count: number, sizes: AxisSizes): readonly number[] {
  const declared = input.shape ?? ['?', '?'];
  const known = declared.map((axis) => (typeof axis === 'number' ? axis : sizes.get(axis)));
  const open = known.flatMap((size, axis) => (size === undefined ? [axis] : []));
  // All but the last unknown axis are batches, of which there is one.
  const last = open.pop();
  for (const axis of open) known[axis] = 1;
  const rest = sizeOf(known.map((size) => size ?? 1));
  if (last !== undefined) known[last] = rest === 0 ? 0 : count / rest;
  const shape = known.map((size) => size ?? 0);
  if (sizeOf(shape) !== count || !shape.every(Number.isInteger)) {
    throw new HeadlightError('input-size', { name: input.name, expected: rest, actual: count });
  }
  declared.forEach((axis, index) => {
    if (typeof axis === 'string' && axis !== '?' && !isBatch(declared, index))
      sizes.set(axis, shape[index] ?? 0);
  });
  return shape;
}

/** Names of axes are the exporter's: a first axis named for lengths is rare, and batches are all 1. */
function isBatch(declared: readonly (number | string)[], axis: number): boolean {
  return axis === 0 && declared.length > 1;
}
