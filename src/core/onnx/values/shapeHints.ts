import { intsAttribute } from '../graph/attributes';
import { cutAxis } from './cutAxis';
import type { Dataflow } from '../graph/dataflow';
import { layerWidth, linearLayer } from '../blocks/linearLayers';
import type { GraphNode } from '../graph/model';
import { changingOperand, projectionWidth } from './projectionWidth';
import { knownDims, knownValues, type PartlyKnown } from './shapeValues';

/** What the constants of a graph say about the heads of a query or key. A run tells for certain. */
export interface HeadsHint {
  readonly heads: number | undefined;
  readonly headSize: number | undefined;
}

const longest = 32;
const elementwise: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'Mul',
  'Div',
  'Add',
  'Sub',
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'LayerNormalization',
  'SimplifiedLayerNormalization',
  'RMSNormalization',
]);

/**
 * Heads and their size from the `Reshape` that splits the width: behind an operand `[…, heads, length, size]`, where
 * `sizeAxis` (-1, or -2 if transposed) is that of the size. `axes` turn the tensor to that form, as a product says.
 */
export function headsHint(
  flow: Dataflow,
  operand: string,
  sizeAxis: -1 | -2,
  axes?: readonly number[],
): HeadsHint {
  if (axes && axes.length !== 4) return { heads: undefined, headSize: undefined };
  // The product adds the axis of the heads: there is one.
  if (axes?.[1] === -1) return { heads: 1, headSize: undefined };
  let tensor = operand;
  /** Of the heads, in a tensor of four axes; undefined where they are merged with the batch. */
  let headsAxis = axes ? axes[1] : 1;
  let fromEnd = axes ? (axes.at(sizeAxis) ?? 0) - axes.length : sizeAxis;
  let isWhole = true;
  let areWhole = true;
  let isSplit = false;
  let headSize: number | undefined;
  for (let left = longest; left > 0; left--) {
    const node = flow.producer(tensor);
    if (!node) {
      // A cache of earlier keys: its input declares what it holds.
      const dims = isSplit ? undefined : knownDims(flow, tensor);
      const declared = dims?.length === 4 && areWhole ? positive(dims[headsAxis ?? 1]) : undefined;
      return { heads: declared, headSize };
    }
    const cut = cutAxis(flow, node);
    if (node.opType === 'Transpose') {
      const perm = intsAttribute(node, 'perm');
      if (!perm) break;
      if (perm.length === 4) headsAxis = perm[headsAxis ?? 1];
      fromEnd = (perm[perm.length + fromEnd] ?? 0) - perm.length;
    } else if (node.opType === 'Reshape') {
      const shape = knownValues(flow, node.inputs[1] ?? '');
      if (shape && isWhole) headSize ??= positive(shape[shape.length + fromEnd]);
      // Some of the heads that are split here were cut off later.
      if (shape?.length === 4 && !areWhole) break;
      const heads = shape?.length === 4 ? headsIn(flow, node, shape, headsAxis ?? 1) : undefined;
      if (heads !== undefined) return { heads, headSize };
      headsAxis = undefined;
      isSplit = true;
    } else if (cut !== 'none') {
      // A head's size, or the number of heads, is not to be seen behind what cuts that axis.
      const axis = cut === undefined || cut >= 0 ? cut : cut + 4;
      if (axis === undefined || axis === 4 + fromEnd) isWhole = false;
      if (axis === undefined || axis === headsAxis) areWhole = false;
    } else if (linearLayer(flow, node) && node.opType !== 'Einsum' && !isSplit) {
      // Nothing splits the width that the linear layer gives: one head.
      return { heads: 1, headSize: isWhole ? layerWidth(flow, node) : undefined };
    } else if (!elementwise.has(node.opType)) break;
    // A rotary embedding is x · cos + turned x · sin: the first operands lead on, past the weights of a norm.
    tensor = changingOperand(flow, node);
  }
  return { heads: undefined, headSize };
}

/** The heads that a `Reshape` makes of a width; -1 stands for as many as there are of a head's size. */
function headsIn(
  flow: Dataflow,
  reshape: GraphNode,
  shape: PartlyKnown,
  headsAxis: number,
): number | undefined {
  const heads = shape[headsAxis];
  if (heads !== -1 || headsAxis !== 2) return positive(heads);
  const [size, width] = [positive(shape[3]), projectionWidth(flow, reshape.inputs[0] ?? '')];
  return size === undefined || width === undefined ? undefined : positive(Math.floor(width / size));
}

function positive(size: number | undefined): number | undefined {
  return size !== undefined && size > 0 ? size : undefined;
}
