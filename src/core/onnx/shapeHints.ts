import { intsAttribute } from './attributes';
import type { Dataflow } from './dataflow';
import { knownDims, knownValues } from './shapeValues';

/** What the constants of a graph say about the heads of a query or key. A run tells for certain. */
export interface HeadsHint {
  readonly heads: number | undefined;
  readonly headSize: number | undefined;
}

const longest = 32;
const elementwise: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Mul', 'Div', 'Add', 'Sub']);
/** They cut the last axis, or put its parts together: a head's size is not to be seen behind them. */
const cutting: ReadonlySet<string> = new Set(['Split', 'Slice', 'Concat']);

/**
 * Heads and their size from the `Reshape` that splits the width: behind an operand `[…, heads, length, size]`, where
 * `sizeAxis` (-1, or -2 if transposed) is that of the size.
 */
export function headsHint(flow: Dataflow, operand: string, sizeAxis: -1 | -2): HeadsHint {
  let tensor = operand;
  /** Of the heads, in a tensor of four axes; undefined where they are merged with the batch. */
  let headsAxis: number | undefined = 1;
  let fromEnd: number = sizeAxis;
  let isWhole = true;
  let isSplit = false;
  let headSize: number | undefined;
  for (let left = longest; left > 0; left--) {
    const node = flow.producer(tensor);
    if (!node) break;
    if (node.opType === 'Transpose') {
      const perm = intsAttribute(node, 'perm');
      if (!perm) break;
      if (perm.length === 4) headsAxis = perm[headsAxis ?? 1];
      fromEnd = (perm[perm.length + fromEnd] ?? 0) - perm.length;
    } else if (node.opType === 'Reshape') {
      const shape = knownValues(flow, node.inputs[1] ?? '');
      if (shape && isWhole) headSize ??= positive(shape[shape.length + fromEnd]);
      const heads = shape?.length === 4 ? positive(shape[headsAxis ?? 1]) : undefined;
      if (heads !== undefined) return { heads, headSize };
      headsAxis = undefined;
      isSplit = true;
    } else if (cutting.has(node.opType)) isWhole = false;
    else if (node.opType === 'MatMul' && !isSplit) {
      // Nothing splits the width that the linear layer gives: one head.
      const width = isWhole ? knownDims(flow, node.inputs[1] ?? '')?.at(-1) : undefined;
      return { heads: 1, headSize: width };
    } else if (!elementwise.has(node.opType)) break;
    // A rotary embedding is x · cos + turned x · sin: the first operands lead on.
    tensor = node.inputs[0] ?? '';
  }
  return { heads: undefined, headSize };
}

function positive(size: number | undefined): number | undefined {
  return size !== undefined && size > 0 ? size : undefined;
}
