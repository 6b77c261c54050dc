import { intAttribute, intsAttribute } from '../graph/attributes';
import { constantValues } from './constantValues';
import { cutAxis } from './cutAxis';
import type { Dataflow } from '../graph/dataflow';
import { layerWidth, linearLayer } from '../blocks/linearLayers';
import type { GraphNode } from '../graph/model';
import { knownDims } from './shapeValues';

const longest = 16;
/** They keep the number of channels of their first operand that is no constant. */
const keeping: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'Add',
  'Sub',
  'Mul',
  'Div',
  'LayerNormalization',
  'SimplifiedLayerNormalization',
  'RMSNormalization',
]);

/**
 * How many numbers each token has in a tensor `[batch, length, width]` that a linear layer gives, or a part of one that
 * gives queries, keys and values at once. undefined where constants do not say it.
 */
export function projectionWidth(flow: Dataflow, tensor: string): number | undefined {
  const declared = knownDims(flow, tensor);
  if (declared && declared.length > 3) return undefined;
  if (declared?.length === 3 && declared[2] !== undefined) return declared[2];
  for (let left = longest; left > 0; left--) {
    const node = flow.producer(tensor);
    if (!node) return undefined;
    if (linearLayer(flow, node)) return layerWidth(flow, node);
    if (node.opType === 'Slice') return sliceWidth(flow, node);
    if (node.opType === 'Split') return splitWidth(flow, node, tensor);
    if (!keeping.has(node.opType)) return undefined;
    tensor = changingOperand(flow, node);
  }
  return undefined;
}

/** The first operand that is not the same in every run. */
export function changingOperand(flow: Dataflow, { inputs }: GraphNode): string {
  return inputs.find((input) => !flow.isFixed(input)) ?? inputs[0] ?? '';
}

function sliceWidth(flow: Dataflow, node: GraphNode): number | undefined {
  const width = projectionWidth(flow, node.inputs[0] ?? '');
  const isOfWidth = [-1, 2].includes(Number(cutAxis(flow, node)));
  const bound = (name: string, input: number): number | undefined =>
    (intsAttribute(node, name) ?? constantValues(flow, node.inputs[input] ?? '')?.values)?.[0];
  const [from, to] = [bound('starts', 1), bound('ends', 2)];
  if (width === undefined || from === undefined || to === undefined || !isOfWidth) return undefined;
  if (node.inputs[4] !== undefined && constantValues(flow, node.inputs[4])?.values[0] !== 1) return undefined;
  const within = (at: number): number => Math.max(0, Math.min(width, at < 0 ? at + width : at));
  return within(to) - within(from);
}

function splitWidth(flow: Dataflow, node: GraphNode, output: string): number | undefined {
  if (![-1, 2].includes(Number(cutAxis(flow, node)))) return undefined;
  const sizes = intsAttribute(node, 'split') ?? constantValues(flow, node.inputs[1] ?? '')?.values;
  if (sizes) return sizes[node.outputs.indexOf(output)];
  const width = projectionWidth(flow, node.inputs[0] ?? '');
  const parts = intAttribute(node, 'num_outputs') ?? node.outputs.length;
  return width === undefined || width % parts !== 0 ? undefined : width / parts;
}
