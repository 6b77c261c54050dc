import { intAttribute, intsAttribute } from '../graph/attributes';
import { constantValues } from './constantValues';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';

/** Numbers of which some are only known in a run. */
export type PartlyKnown = readonly (number | undefined)[];

/** Longer lists are no shapes: a tensor that is put together with itself again and again would fill the memory. */
const longest = 64;

const sameShape: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'DequantizeLinear',
  'QuantizeLinear',
  'Softmax',
  'Tanh',
  'Neg',
  'Where',
  'Dropout',
]);
const arithmetic: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['Add', (a, b) => a + b],
  ['Sub', (a, b) => a - b],
  ['Mul', (a, b) => a * b],
  ['Div', (a, b) => a / b],
  ['Pow', (a, b) => a ** b],
]);
const functions: ReadonlyMap<string, (x: number) => number> = new Map([
  ['Sqrt', Math.sqrt],
  ['Reciprocal', (x) => 1 / x],
  ['Identity', (x) => x],
  ['Cast', (x) => x],
]);

/** The shape of a tensor as far as the graph's constants say it; undefined where not even its length is known. */
export function knownDims(flow: Dataflow, tensor: string): PartlyKnown | undefined {
  return flow.once(deriveDims, tensor);
}

function deriveDims(flow: Dataflow, tensor: string): PartlyKnown | undefined {
  const declared =
    flow.graph.initializers.get(tensor)?.dims ??
    (flow.graph.valueInfos.get(tensor) ?? flow.graphInput(tensor))?.shape;
  const dims = declared?.map((dim) => (typeof dim === 'number' ? dim : undefined));
  const node = flow.producer(tensor);
  if (!node || dims?.includes(undefined) === false) return dims;
  // Shape inference leaves sizes open that the node's own constants say.
  const made = dimsMade(flow, node, tensor);
  if (!dims) return made;
  return made?.length === dims.length ? dims.map((dim, axis) => dim ?? made[axis]) : dims;
}

function dimsMade(flow: Dataflow, node: GraphNode, tensor: string): PartlyKnown | undefined {
  const [first = '', second = ''] = node.inputs;
  switch (node.opType) {
    case 'Reshape':
      // 0 and -1 stand for sizes that follow from the input.
      return knownValues(flow, second)?.map((dim) => (dim !== undefined && dim > 0 ? dim : undefined));
    case 'Transpose': {
      const dims = knownDims(flow, first);
      const order = intsAttribute(node, 'perm') ?? (dims && [...dims.keys()].reverse());
      return order?.map((axis) => dims?.[axis]);
    }
    case 'MatMulInteger':
    case 'MatMul': {
      const left = knownDims(flow, first);
      const right = knownDims(flow, second);
      return left && right && left.length >= right.length ? [...left.slice(0, -1), right.at(-1)] : undefined;
    }
    case 'Concat': {
      const dims = node.inputs.map((input) => knownDims(flow, input)).find((one) => one !== undefined);
      const axis = intAttribute(node, 'axis') ?? 0;
      return dims?.map((dim, at) => (at === (axis < 0 ? axis + dims.length : axis) ? undefined : dim));
    }
    case 'DynamicQuantizeLinear':
      // Its further outputs are the scale and the zero point.
      return node.outputs[0] === tensor ? knownDims(flow, first) : [];
    case 'MatMulNBits':
      return knownDims(flow, first)?.slice(0, -1).concat(intAttribute(node, 'N'));
    default: {
      if (sameShape.has(node.opType)) return knownDims(flow, node.opType === 'Where' ? second : first);
      if (!arithmetic.has(node.opType)) return undefined;
      // Of two operands the one with more axes gives the shape, as far as it is known.
      const left = knownDims(flow, first);
      const right = knownDims(flow, second);
      const longer = (left?.length ?? 0) >= (right?.length ?? 0) ? left : right;
      // An axis of 1 is broadcast to what the other operand has.
      return longer?.map((dim) => (dim === 1 ? undefined : dim));
    }
  }
}

/** The values of a short tensor that is made from shapes and constants: a shape, a length, a scale. */
export function knownValues(flow: Dataflow, tensor: string): PartlyKnown | undefined {
  return flow.once(deriveValues, tensor);
}

function deriveValues(flow: Dataflow, tensor: string): PartlyKnown | undefined {
  const whole = constantValues(flow, tensor)?.values;
  if (whole) return whole;
  const node = flow.producer(tensor);
  if (!node) return undefined;
  const input = (index: number): PartlyKnown | undefined => knownValues(flow, node.inputs[index] ?? '');
  switch (node.opType) {
    case 'Concat': {
      const parts: (number | undefined)[] = [];
      for (const each of node.inputs) {
        parts.push(...(knownValues(flow, each) ?? [undefined]));
        if (parts.length > longest) return undefined;
      }
      return parts;
    }
    case 'Shape': {
      const dims = knownDims(flow, node.inputs[0] ?? '');
      return dims?.slice(intAttribute(node, 'start') ?? 0, intAttribute(node, 'end') ?? dims.length);
    }
    case 'Slice': {
      const [from, to, step] = [
        input(1)?.[0],
        input(2)?.[0],
        node.inputs[4] === undefined ? 1 : input(4)?.[0],
      ];
      return from === undefined || to === undefined || step !== 1 ? undefined : input(0)?.slice(from, to);
    }
    case 'Gather': {
      const index = input(1)?.[0];
      return index === undefined ? undefined : [input(0)?.at(index)];
    }
    case 'Unsqueeze':
    case 'Squeeze':
    case 'Reshape':
      return input(0);
    default:
      return computed(node, input(0), () => input(1));
  }
}

function computed(
  node: GraphNode,
  first: PartlyKnown | undefined,
  second: () => PartlyKnown | undefined,
): PartlyKnown | undefined {
  const one = functions.get(node.opType);
  if (one) return first?.map((x) => (x === undefined ? undefined : Math.fround(one(x))));
  const two = arithmetic.get(node.opType);
  if (!two || first?.length !== 1) return undefined;
  const [a] = first;
  const [b] = second() ?? [];
  return a === undefined || b === undefined ? undefined : [Math.fround(two(a, b))];
}
