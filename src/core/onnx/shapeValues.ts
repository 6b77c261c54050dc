import { intAttribute, intsAttribute } from './attributes';
import { constantValues } from './constantValues';
import type { Dataflow } from './dataflow';
import type { GraphNode } from './model';

/** Numbers of which some are only known in a run. */
export type PartlyKnown = readonly (number | undefined)[];

const sameShape: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'DequantizeLinear',
  'Softmax',
  'Tanh',
  'Neg',
  'Where',
  'Dropout',
]);
const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
};
const functions: Readonly<Record<string, (x: number) => number>> = {
  Sqrt: Math.sqrt,
  Reciprocal: (x) => 1 / x,
  Identity: (x) => x,
  Cast: (x) => x,
};

/** The shape of a tensor as far as the graph's constants say it; undefined where not even its length is known. */
export function knownDims(flow: Dataflow, tensor: string): PartlyKnown | undefined {
  return flow.once(deriveDims, tensor);
}

function deriveDims(flow: Dataflow, tensor: string): PartlyKnown | undefined {
  const declared =
    flow.graph.initializers.get(tensor)?.dims ??
    (flow.graph.valueInfos.get(tensor) ?? flow.graph.inputs.find(({ name }) => name === tensor))?.shape;
  if (declared) return declared.map((dim) => (typeof dim === 'number' ? dim : undefined));
  const node = flow.producer(tensor);
  if (!node) return undefined;
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
    case 'MatMul': {
      const left = knownDims(flow, first);
      const right = knownDims(flow, second);
      return left && right && left.length >= right.length ? [...left.slice(0, -1), right.at(-1)] : undefined;
    }
    default: {
      if (sameShape.has(node.opType)) return knownDims(flow, node.opType === 'Where' ? second : first);
      if (!(node.opType in arithmetic)) return undefined;
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
    case 'Concat':
      return node.inputs.flatMap((each): PartlyKnown => knownValues(flow, each) ?? [undefined]);
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
  const one = functions[node.opType];
  if (one) return first?.map((x) => (x === undefined ? undefined : Math.fround(one(x))));
  const two = arithmetic[node.opType];
  if (!two || first?.length !== 1) return undefined;
  const [a] = first;
  const [b] = second() ?? [];
  return a === undefined || b === undefined ? undefined : [Math.fround(two(a, b))];
}
