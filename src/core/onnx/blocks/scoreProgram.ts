import type { Step } from './block';
import type { Dataflow } from '../graph/dataflow';
import { isOtherProduct } from './laterForms';
import { linearLayer } from './linearLayers';
import { scoresProduct, type Product } from './product';
import { projectionInputs } from './projections';
import { integerProduct } from './quantisation';
import { rowInputs, stepThrough } from './stepThrough';

/** Where the way back from a softmax ends. */
export type Origin =
  /** A product of two activations: queries and keys. */
  | { readonly kind: 'product'; readonly product: Product; readonly steps: readonly Step[] }
  /** A product of this operator, which is not read yet. */
  | { readonly kind: 'otherProduct'; readonly op: string }
  /** A linear layer, as before the softmax of a classifier or router. */
  | { readonly kind: 'projection' }
  /** An operator that the way does not lead through, though a product of activations is behind it. */
  | { readonly kind: 'stopped'; readonly op: string }
  /** Something else. */
  | { readonly kind: 'other' }
  /** A constant, a graph input, or a number made from shapes. */
  | { readonly kind: 'leaf' };

/** Longer chains than any exporter writes between a product and its softmax. */
const longest = 48;
/** A look behind an operator visits no more nodes than this. */
const mostNodes = 200;

/** The way from `tensor` (the input of a softmax) back to the product of queries and keys, through elementwise operators. */
export function findOrigin(flow: Dataflow, tensor: string): Origin {
  const known = new Map<string, Origin>();
  return walk(tensor, 0);

  function walk(at: string, depth: number): Origin {
    const before = known.get(at);
    if (before) return before;
    const origin = depth > longest ? ({ kind: 'leaf' } as const) : look(at, depth);
    known.set(at, origin);
    return origin;
  }

  function look(at: string, depth: number): Origin {
    const node = flow.producer(at);
    if (!node || flow.isFixed(at)) return { kind: 'leaf' };
    const op = flow.opName(node);
    if (linearLayer(flow, node)) return { kind: 'projection' };
    const integers = integerProduct(flow, node)?.product;
    if (integers && linearLayer(flow, integers)) return { kind: 'projection' };
    if (op === 'Einsum' && node.inputs.some((input) => flow.isFixed(input))) return { kind: 'projection' };
    const product = scoresProduct(flow, integers ?? node);
    if (product) return { kind: 'product', product, steps: [] };
    if (isOtherProduct(op)) return { kind: 'otherProduct', op };
    const inputs = rowInputs(node);
    if (inputs.length === 0) return productBehind(flow, at) ? { kind: 'stopped', op } : { kind: 'other' };
    let best: Origin = { kind: 'leaf' };
    for (const input of inputs) {
      const origin = walk(input, depth + 1);
      const step = stepThrough(flow, node, input);
      if (step && rank(flow, origin) > rank(flow, best))
        best = origin.kind === 'product' ? { ...origin, steps: [...origin.steps, ...step] } : origin;
    }
    return best;
  }
}

/** Whether the nearest products behind a tensor have one of two activations among them. */
function productBehind(flow: Dataflow, tensor: string): boolean {
  const seen = new Set([tensor]);
  const queue = [tensor];
  for (let at = queue.shift(); at !== undefined && seen.size < mostNodes; at = queue.shift()) {
    const node = flow.producer(at);
    if (!node || flow.isFixed(at) || node.opType === 'Conv') continue;
    const op = flow.opName(node);
    if (op === 'MatMul' || isOtherProduct(op)) {
      if (!linearLayer(flow, node)) return true;
      continue;
    }
    for (const next of node.inputs) {
      if (next === '' || seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
}

/** Of two operands of an `Add` the scores are the one that says more: a mask may hold a product too. */
function rank(flow: Dataflow, origin: Origin): number {
  switch (origin.kind) {
    case 'product':
      return [origin.product.left, origin.product.right].every(
        (input) => projectionInputs(flow, input).length > 0,
      )
        ? 5
        : 4;
    case 'otherProduct':
      return 3;
    case 'projection':
      return 1;
    case 'stopped':
      return 2;
    case 'other':
      return 1;
    case 'leaf':
      return 0;
  }
}
