import { intsAttribute } from '../graph/attributes';
import type { Factor, Operand, Quantisation } from './block';
import { constantScalar } from '../values/constantValues';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { isPerTensor } from './quantisation';
import { repetition } from './repetition';
import { knownDims, knownValues } from '../values/shapeValues';

/**
 * Where to tap an operand of a product: behind transpositions, multiplications by a scalar and the repetition of
 * grouped heads, which are undone or done when a row is computed. `mayScale` is false for values: the context of the
 * graph has their factors in it. `quantised` says how the operand of a product of integers is read.
 */
export function findOperand(
  flow: Dataflow,
  tensor: string,
  mayScale: boolean,
  quantised?: Quantisation,
): Operand {
  const permutations: (readonly number[] | 'reverse')[] = [];
  const factors: Factor[] = [];
  let repeatAxis: number | undefined;
  let inTurn = false;
  for (let node = flow.producer(tensor); node && repeatAxis === undefined; node = flow.producer(tensor)) {
    const factored = mayScale && !quantised ? scaledInput(flow, node) : undefined;
    const stored = quantised ? undefined : storedAs(flow, node);
    if (node.opType === 'Identity') tensor = node.inputs[0] ?? '';
    else if (stored) {
      quantised = stored;
      tensor = node.inputs[0] ?? '';
    } else if (node.opType === 'Transpose') {
      permutations.unshift(intsAttribute(node, 'perm') ?? 'reverse');
      tensor = node.inputs[0] ?? '';
    } else if (transposesThroughThreeAxes(flow, node)) {
      permutations.unshift([0, 1, 3, 2]);
      tensor = inputOf(flow, inputOf(flow, node.inputs[0]));
    } else if (factored) {
      factors.push(factored.factor);
      tensor = factored.input;
    } else {
      const repeated = repetition(flow, node);
      if (!repeated) break;
      repeatAxis = repeated.axis;
      inTurn = repeated.inTurn;
      tensor = repeated.input;
    }
  }
  return { tensor, repeatAxis, inTurn, permutations, factors, quantised };
}

/** `DequantizeLinear` of a whole tensor: its integers are the cheaper tap. */
function storedAs(flow: Dataflow, node: GraphNode): Quantisation | undefined {
  if (node.opType !== 'DequantizeLinear') return undefined;
  const [, scale = '', zeroPoint = ''] = node.inputs;
  return isPerTensor(flow, scale) ? { scale, zeroPoint } : undefined;
}

/**
 * PyTorch's dynamo exporter exchanges the last two of four axes by `Reshape` to three, `Transpose` and `Reshape` back.
 */
function transposesThroughThreeAxes(flow: Dataflow, node: GraphNode): boolean {
  const inner = flow.producer(node.inputs[0] ?? '');
  const merged = flow.producer(inner?.inputs[0] ?? '');
  const isChain = node.opType === 'Reshape' && inner?.opType === 'Transpose' && merged?.opType === 'Reshape';
  return (
    isChain &&
    intsAttribute(inner, 'perm')?.join() === '0,2,1' &&
    knownValues(flow, node.inputs[1] ?? '')?.length === 4 &&
    knownDims(flow, merged.inputs[0] ?? '')?.length === 4
  );
}

function inputOf(flow: Dataflow, tensor: string | undefined): string {
  return flow.producer(tensor ?? '')?.inputs[0] ?? '';
}

/** `x · s`, `s · x` or `x / s` with a scalar s: a constant, or short and made from shapes, as the head size is. */
function scaledInput(flow: Dataflow, node: GraphNode): { input: string; factor: Factor } | undefined {
  if (node.opType !== 'Mul' && node.opType !== 'Div') return undefined;
  const [first = '', second = ''] = node.inputs;
  const divides = node.opType === 'Div';
  const scalar = scalarOf(flow, second);
  if (scalar !== undefined) return { input: first, factor: { scalar, divides } };
  const left = divides ? undefined : scalarOf(flow, first);
  return left === undefined ? undefined : { input: second, factor: { scalar: left, divides } };
}

function scalarOf(flow: Dataflow, tensor: string): Factor['scalar'] | undefined {
  const constant = constantScalar(flow, tensor);
  if (constant !== undefined) return constant;
  // A long constant is a scale for each channel: no scalar.
  return flow.isShapeArithmetic(tensor) && !flow.isConstant(tensor) ? { tensor } : undefined;
}

/**
 * The constant factor that a tap has in it already: scalars on the way from the linear layer to the tap. NaN where there
 * is one whose value only a run knows.
 */
export function factorBehind(flow: Dataflow, tensor: string): number {
  let factor = 1;
  for (let node = flow.producer(tensor); node; node = flow.producer(tensor)) {
    const scaled = scaledInput(flow, node);
    if (scaled) {
      const { scalar, divides } = scaled.factor;
      const value = typeof scalar === 'number' ? scalar : (knownValues(flow, scalar.tensor)?.[0] ?? NaN);
      factor = divides ? factor / value : factor * value;
      tensor = scaled.input;
    } else if (viewOps.has(node.opType)) tensor = node.inputs[0] ?? '';
    else return factor;
  }
  return factor;
}

const viewOps: ReadonlySet<string> = new Set([
  'Reshape',
  'Transpose',
  'Identity',
  'Squeeze',
  'Unsqueeze',
  'Cast',
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
]);
