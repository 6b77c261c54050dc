import type { Dataflow } from '../graph/dataflow';
import { beforeConversion, linearLayer } from './linearLayers';
import type { GraphNode } from '../graph/model';

/** A walk visits no more nodes than this: a rotary embedding needs some 30. */
const mostNodes = 400;

/**
 * The activations that enter the linear layers from which a query, key or value is made: the nearest products with a
 * constant second factor (or convolutions) behind `tensor`, without duplicates, nearest first.
 */
export function projectionInputs(flow: Dataflow, tensor: string): readonly string[] {
  const found = new Set<string>();
  const seen = new Set([tensor]);
  const queue = [tensor];
  for (let at = queue.shift(); at !== undefined && seen.size < mostNodes; at = queue.shift()) {
    const node = flow.producer(at);
    if (!node || flow.isFixed(at) || isScale(node, at)) continue;
    const input = projectionInput(flow, node);
    if (input !== undefined) {
      found.add(input);
      continue;
    }
    // Beyond another product, lookup or normalisation of the residual stream lies another layer.
    if (endsWalk.has(node.opType)) continue;
    for (const next of node.inputs) {
      if (next === '' || seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return [...found];
}

/** Of a dynamic quantisation: it is made from the same numbers and leads around the linear layer. */
function isScale(node: GraphNode, tensor: string): boolean {
  return node.opType === 'DynamicQuantizeLinear' && tensor !== node.outputs[0];
}

const endsWalk: ReadonlySet<string> = new Set([
  'MatMul',
  'MatMulInteger',
  'Einsum',
  'Softmax',
  'Gemm',
  'Conv',
]);

function projectionInput(flow: Dataflow, node: GraphNode): string | undefined {
  const layer = linearLayer(flow, node);
  return layer && beforeConversion(flow, layer.input);
}

/** The graph inputs from which a tensor is computed. */
export function graphInputsBehind(flow: Dataflow, tensor: string): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set([tensor]);
  const stack = [tensor];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (flow.isGraphInput(at)) found.add(at);
    // Lengths say nothing about where the data come from.
    if (flow.isFixed(at)) continue;
    for (const next of flow.producer(at)?.inputs ?? []) {
      if (next === '' || seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return found;
}
