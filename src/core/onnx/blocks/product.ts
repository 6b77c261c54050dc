import type { Quantisation } from './block';
import type { Dataflow } from '../graph/dataflow';
import { einsumScores, einsumValues, type ProductAxes } from './einsum';
import type { GraphNode } from '../graph/model';
import { integerProductOf } from './quantisation';

/** A product as `MatMul` has it: `[…, rows, inner] · […, inner, columns]`. */
export interface Product {
  readonly node: GraphNode;
  readonly left: string;
  readonly right: string;
  /** How operands and output are turned to that form, where the node has their axes in another order. */
  readonly axes?: ProductAxes;
  /** How the operands are read where integers are multiplied that stand for numbers. */
  readonly quantised?: { readonly left: Quantisation; readonly right: Quantisation };
  /** The product of those numbers, where it is none of the node's own outputs. */
  readonly result?: string;
}

/** The product of queries and keys that a node computes: its last axis is that of the keys. */
export function scoresProduct(flow: Dataflow, node: GraphNode): Product | undefined {
  const [left = '', right = ''] = node.inputs;
  switch (flow.opName(node)) {
    case 'MatMul':
      return { node, left, right };
    case 'MatMulInteger':
      return ofIntegers(flow, node, left, right);
    case 'Einsum': {
      const found = einsumScores(equationOf(node));
      if (!found) return undefined;
      const { isTurned, axes } = found;
      return isTurned ? { node, left: right, right: left, axes } : { node, left, right, axes };
    }
    default:
      return undefined;
  }
}

/** The product of the weights, whose last axis is that of the keys, and values. */
export function valuesProduct(flow: Dataflow, node: GraphNode, weights: string): Product | undefined {
  const [left = '', right = ''] = node.inputs;
  switch (flow.opName(node)) {
    case 'MatMul':
      return left === weights ? { node, left, right } : undefined;
    case 'MatMulInteger':
      return left === weights ? ofIntegers(flow, node, left, right) : undefined;
    case 'Einsum': {
      const isTurned = left !== weights;
      const axes = einsumValues(equationOf(node), isTurned);
      if (!axes) return undefined;
      return isTurned ? { node, left: right, right: left, axes } : { node, left, right, axes };
    }
    default:
      return undefined;
  }
}

function equationOf(node: GraphNode): string {
  const equation = node.attributes.get('equation');
  return equation?.kind === 'string' ? equation.value : '';
}

function ofIntegers(flow: Dataflow, node: GraphNode, left: string, right: string): Product | undefined {
  const found = integerProductOf(flow, node);
  if (!found) return undefined;
  const [forLeft, forRight] = found.quantised;
  return { node, left, right, quantised: { left: forLeft, right: forRight }, result: found.result };
}
