import type { Operand, Step } from '../blocks/block';
import type { Dataflow } from '../graph/dataflow';
import { knownDims } from '../values/shapeValues';
import type { GraphNode } from '../graph/model';
import type { AddedNodes } from './addedNodes';
import type { FusedBlock } from './fusedBlock';

/** The order of the axes of a tensor with the heads apart: `[batch, length, heads, size]` or `[batch, heads, length, size]`. */
export type Layout = 'lengthFirst' | 'headsFirst';

/** An operand that is a tensor of four axes; `repeats` says that its heads are repeated for those of the queries. */
export function operandOf(
  tensor: string,
  layout: Layout,
  role: 'query' | 'key' | 'value',
  repeats = false,
): Operand {
  const isLengthFirst = layout === 'lengthFirst';
  const orders = isLengthFirst
    ? { key: [0, 2, 3, 1], other: [0, 2, 1, 3] }
    : { key: [0, 1, 3, 2], other: undefined };
  const order = role === 'key' ? orders.key : orders.other;
  return {
    tensor,
    repeatAxis: repeats ? (isLengthFirst ? 2 : 1) : undefined,
    permutations: order ? [order] : [],
    factors: [],
  };
}

/** `[batch, length, heads · size]` as `[batch, length, heads, size]`. */
export function splitHeads(added: AddedNodes, tensor: string, heads: number): string {
  return added.op('Reshape', [tensor, added.ints(0, 0, heads, -1)]);
}

/** The context of an operator whose output is `[batch, length, heads · size]`. */
export function contextByHead(
  added: AddedNodes,
  node: GraphNode,
  heads: number,
): Pick<FusedBlock, 'context' | 'contextAxes'> {
  return { context: splitHeads(added, added.outputOf(node, 0), heads), contextAxes: [0, 2, 1, 3] };
}

/** `tensor[…, from:to, …]` along an axis; the bounds are numbers or tensors int64 `[1]`. */
export function sliced(
  added: AddedNodes,
  tensor: string,
  axis: number,
  from: number | string,
  to: number | string,
): string {
  const bound = (value: number | string): string => (typeof value === 'number' ? added.ints(value) : value);
  return added.op('Slice', [tensor, bound(from), bound(to), added.ints(axis)]);
}

/** The size of one axis, int64 `[1]`. */
export function sizeOfAxis(added: AddedNodes, tensor: string, axis: number): string {
  return added.op('Gather', [added.op('Shape', [tensor]), added.ints(axis)]);
}

/** Longer ways lie between no linear layer and its operator. */
const mostSteps = 8;
const keepsWidth: ReadonlySet<string> = new Set(['Add', 'Mul', 'Cast', 'Identity']);

/** The size of a tensor's last axis, where constants say it: its own shape, or the linear layer behind it. */
export function knownWidth(flow: Dataflow, tensor: string): number | undefined {
  for (let left = mostSteps; left > 0 && tensor !== ''; left--) {
    const width = lastSize(flow, tensor);
    if (width !== undefined) return width;
    const node = flow.producer(tensor);
    const [first = '', second = ''] = node?.inputs ?? [];
    if (node?.opType === 'MatMul') return lastSize(flow, second);
    if (!node || !keepsWidth.has(node.opType)) return undefined;
    // Of a sum with a bias, the bias has the width.
    tensor = flow.isConstant(first) || !flow.isConstant(second) ? first : second;
  }
  return undefined;
}

function lastSize(flow: Dataflow, tensor: string): number | undefined {
  const size = knownDims(flow, tensor)?.at(-1);
  // What a file computes need not be a size.
  return size !== undefined && Number.isSafeInteger(size) && size > 0 ? size : undefined;
}

/** The size of each of so many heads; undefined where the width is not known or not theirs. */
export function headSizeOf(width: number | undefined, heads: number): number | undefined {
  const size = (width ?? 0) / heads;
  return Number.isSafeInteger(size) && size > 0 ? size : undefined;
}

/** The multiplication by an operator's scale; 0 or none is the usual 1 / √headSize. `query` has the head size as its last axis. */
export function scaleStep(
  added: AddedNodes,
  scale: number | undefined,
  headSize: number | undefined,
  query: string,
): Step {
  if (scale !== undefined && scale !== 0) return { op: 'Mul', operand: { constant: scale }, rowFirst: true };
  if (headSize !== undefined) {
    return { op: 'Mul', operand: { constant: Math.fround(1 / Math.sqrt(headSize)) }, rowFirst: true };
  }
  const float = 1;
  const size = added.op('Cast', [sizeOfAxis(added, query, 3)], { attributes: { to: float } });
  return { op: 'Div', operand: { tensor: added.op('Sqrt', [size]), isScalar: true }, rowFirst: true };
}

/** `cap · tanh(scores / cap)`; nothing where the cap is 0 or missing. */
export function softCapSteps(cap: number | undefined): readonly Step[] {
  if (cap === undefined || cap === 0) return [];
  return [
    { op: 'Div', operand: { constant: cap }, rowFirst: true },
    { op: 'Tanh' },
    { op: 'Mul', operand: { constant: cap }, rowFirst: true },
  ];
}
