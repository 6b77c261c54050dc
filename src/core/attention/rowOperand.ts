import type { StepOperand } from '../onnx/blocks/block';
import { sizeOf, type Tensors } from '../onnx/graph/tensor';
import { asFloats } from './floats';
import { RefusalError } from './refusal';
import { tapped } from './view';

/** Applies one step to the row of the flattened index `row`, in place. */
export type RowStep = (scores: Float32Array, row: number) => void;

/** The other operand as one row needs it: `data[start + column · step]`. */
export interface RowOperand {
  readonly data: Float32Array;
  readonly step: 0 | 1;
  readonly start: (row: number) => number;
}

/** Broadcasts as ONNX does, to the shape of the scores; an operand that would make the scores larger is refused. */
export function rowOperand(operand: StepOperand, shape: readonly number[], tensors: Tensors): RowOperand {
  if ('constant' in operand) return { data: Float32Array.of(operand.constant), step: 0, start: () => 0 };
  const tensor = tapped(tensors, operand.tensor);
  const data = asFloats(tensor);
  if (data.length === 1) return { data, step: 0, start: () => 0 };
  const { dims } = tensor;
  const missing = shape.length - dims.length;
  const axes = dims.slice(0, -1).map((dim, axis) => ({
    size: shape[axis + missing] ?? 1,
    stride: dim === 1 ? 0 : sizeOf(dims.slice(axis + 1)),
  }));
  const grows = dims.some((dim, axis) => dim !== 1 && dim !== shape[axis + missing]);
  if (grows) throw new RefusalError('bias-shape');
  axes.reverse();
  return {
    data,
    step: dims.at(-1) === 1 ? 0 : 1,
    start: (row) => {
      let at = 0;
      for (const { size, stride } of axes) {
        const index = row % size;
        row = (row - index) / size;
        at += index * stride;
      }
      return at;
    },
  };
}
