import type { BlockKind } from '../onnx/blocks/block';

/** One head, or an aggregate over the blocks of one kind: the mean or the largest weight over heads, the mean over layers. */
export interface HeadChoice {
  readonly kind: BlockKind;
  readonly layer: number | 'mean';
  readonly head: number | 'mean' | 'max';
}

/** Rows say what a token attends to, columns what it is attended by. */
export type Direction = 'attendsTo' | 'attendedBy';
