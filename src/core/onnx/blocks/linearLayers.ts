import { intAttribute } from '../graph/attributes';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { knownDims } from '../values/shapeValues';

/** A product of an activation with a matrix that is the same in every run. */
export interface LinearLayer {
  readonly input: string;
  readonly weight: string;
}

/** Where operators that multiply matrices have the activation and the weight among their inputs. */
const places: Readonly<Record<string, readonly [input: number, weight: number]>> = {
  MatMul: [0, 1],
  Gemm: [0, 1],
  Conv: [0, 1],
  MatMulInteger: [0, 1],
  QLinearMatMul: [0, 3],
  'com.microsoft.MatMulNBits': [0, 1],
  'com.microsoft.MatMulBnb4': [0, 1],
  'com.microsoft.DynamicQuantizeMatMul': [0, 1],
  'com.microsoft.MatMulIntegerToFloat': [0, 1],
  'com.microsoft.FusedMatMul': [0, 1],
};

/** What a node projects with which weight; undefined for a node that is no linear layer. */
export function linearLayer(flow: Dataflow, node: GraphNode): LinearLayer | undefined {
  const op = flow.opName(node);
  if (op === 'Einsum') {
    const [first = '', second = ''] = flow.isFixed(node.inputs[0] ?? '')
      ? [...node.inputs].reverse()
      : node.inputs;
    return flow.isFixed(second) && !flow.isFixed(first) ? { input: first, weight: second } : undefined;
  }
  const place = Object.hasOwn(places, op) ? places[op] : undefined;
  if (!place) return undefined;
  const [input = '', weight = ''] = place.map((index) => node.inputs[index] ?? '');
  return flow.isFixed(weight) && !flow.isFixed(input) ? { input, weight } : undefined;
}

/** How many numbers a linear layer gives for each token, where the graph says it. */
export function layerWidth(flow: Dataflow, node: GraphNode): number | undefined {
  // Packed weights: the shape of their tensor says nothing.
  const packed = intAttribute(node, 'N');
  return packed ?? knownDims(flow, linearLayer(flow, node)?.weight ?? '')?.at(-1);
}

const conversions: ReadonlySet<string> = new Set([
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'Cast',
  'Identity',
]);

/** The tensor behind a change of the numbers' type or precision. */
export function beforeConversion(flow: Dataflow, tensor: string): string {
  for (let node = flow.producer(tensor); node && conversions.has(node.opType); node = flow.producer(tensor)) {
    tensor = node.inputs[0] ?? '';
  }
  return tensor;
}
