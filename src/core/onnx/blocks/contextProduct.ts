import { because, type RefusalReason } from '../../refusalReasons';
import type { Step } from './block';
import type { Dataflow } from '../graph/dataflow';
import { isOtherProduct } from './laterForms';
import { linearLayer } from './linearLayers';
import type { GraphNode } from '../graph/model';
import { valuesProduct, type Product } from './product';
import { dequantise } from './quantisation';
import { stepThrough } from './stepThrough';

/** Where the way forward from a softmax ends. */
export type Destination =
  /** The product with the values. */
  | { readonly kind: 'product'; readonly product: Product; readonly steps: readonly Step[] }
  /** Something that multiplies matrices, or leads there, in a way that is not read. */
  | { readonly kind: 'unread'; readonly reason: RefusalReason }
  /** No product follows. */
  | { readonly kind: 'none' };

/** A way forward visits no more tensors than this. */
const mostTensors = 64;
/** Operators that reorder or cut weights: behind them a product with values may still follow. */
const rearranging: ReadonlySet<string> = new Set([
  'Transpose',
  'Slice',
  'Split',
  'Concat',
  'Gather',
  'Pad',
  'Flatten',
  'Expand',
]);

/** The way from `tensor` (the output of a softmax) forward to the product with the values. */
export function findContext(flow: Dataflow, tensor: string): Destination {
  return follow(flow, tensor, new Set());
}

/** Each tensor is followed once: a second way to it leads nowhere else. */
function follow(flow: Dataflow, tensor: string, seen: Set<string>): Destination {
  if (seen.has(tensor) || seen.size > mostTensors) return { kind: 'none' };
  seen.add(tensor);
  let unread: Destination | undefined;
  for (const node of flow.consumersOf(tensor)) {
    const here = arrive(flow, node, tensor) ?? goOn(flow, node, tensor, seen);
    if (here.kind === 'product') return here;
    if (here.kind === 'unread') unread ??= here;
  }
  return unread ?? { kind: 'none' };
}

function arrive(flow: Dataflow, node: GraphNode, tensor: string): Destination | undefined {
  const op = flow.opName(node);
  const [first = ''] = node.inputs;
  if (linearLayer(flow, node)) return { kind: 'none' };
  if (op === 'MatMul' && first !== tensor) return { kind: 'unread', reason: because('weights-second') };
  if (op === 'Einsum' && node.inputs.some((input) => flow.isFixed(input))) return { kind: 'none' };
  const product = valuesProduct(flow, node, tensor);
  if (product) {
    const { quantised } = product;
    return { kind: 'product', product, steps: quantised ? dequantise(quantised.left, flow) : [] };
  }
  if (isOtherProduct(op)) return { kind: 'unread', reason: because('after-softmax', { op }) };
  return undefined;
}

function goOn(flow: Dataflow, node: GraphNode, tensor: string, seen: Set<string>): Destination {
  const output = node.outputs[0] ?? '';
  const step = stepThrough(flow, node, tensor);
  if (step) {
    const later = follow(flow, output, seen);
    return later.kind === 'product' ? { ...later, steps: [...step, ...later.steps] } : later;
  }
  if (!rearranging.has(node.opType)) return { kind: 'none' };
  const later = node.outputs.map((each) => follow(flow, each, seen)).find((each) => each.kind !== 'none');
  return later
    ? { kind: 'unread', reason: because('before-values', { op: flow.opName(node) }) }
    : { kind: 'none' };
}
