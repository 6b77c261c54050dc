import type { Step } from '../blocks/block';

/** The lowest float32: what ONNX Runtime's kernels write into the scores of later keys, and of keys that a boolean mask hides. */
export const lowest = -3.4028234663852886e38;

/** What `com.microsoft` adds to the scores of masked keys, unless an attribute says otherwise. */
export const defaultFilter = -10000;

/** The addition of a tensor that is broadcast to the scores; nothing where there is none. */
export function biasSteps(tensor: string): readonly Step[] {
  return tensor === '' ? [] : [{ op: 'Add', operand: { tensor, isScalar: false }, rowFirst: true }];
}

/** The integer mask of `com.microsoft`'s operators; nothing where there is none. */
export function maskIndexSteps(mask: string, fill: number): readonly Step[] {
  return mask === '' ? [] : [{ op: 'MaskIndex', mask, fill }];
}
