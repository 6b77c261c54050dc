import { intsAttribute } from './attributes';
import type { Factor, Operand } from './block';
import { constantScalar, constantValues } from './constantValues';
import type { Dataflow } from './dataflow';
import type { GraphNode } from './model';
import { knownDims, knownValues } from './shapeValues';

/**
 * Where to tap an operand of a product: behind transpositions, multiplications by a scalar and the repetition of
 * grouped heads, which are undone or done when a row is computed. `mayScale` is false for values: the context of the
 * graph has their factors in it.
 */
export function findOperand(flow: Dataflow, tensor: string, mayScale: boolean): Operand {
  const permutations: (readonly number[] | 'reverse')[] = [];
  const factors: Factor[] = [];
  let repeatAxis: number | undefined;
  for (let node = flow.producer(tensor); node && repeatAxis === undefined; node = flow.producer(tensor)) {
    const factored = mayScale ? scaledInput(flow, node) : undefined;
    if (node.opType === 'Identity') tensor = node.inputs[0] ?? '';
    else if (node.opType === 'Transpose') {
      permutations.unshift(intsAttribute(node, 'perm') ?? 'reverse');
      tensor = node.inputs[0] ?? '';
    } else if (transposesThroughThreeAxes(flow, node)) {
      permutations.unshift([0, 1, 3, 2]);
      tensor = inputOf(flow, inputOf(flow, node.inputs[0]));
    } else if (factored) {
      factors.push(factored.factor);
      tensor = factored.input;
    } else {
      const repeated = repeatedInput(flow, node);
      if (!repeated) break;
      repeatAxis = repeated.axis;
      tensor = repeated.input;
    }
  }
  return { tensor, repeatAxis, permutations, factors };
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

/** Grouped-query attention: `Reshape(Expand(Unsqueeze(x, axis)))` repeats each head of x. */
function repeatedInput(flow: Dataflow, node: GraphNode): { input: string; axis: number } | undefined {
  if (node.opType !== 'Reshape') return undefined;
  const expand = flow.producer(node.inputs[0] ?? '');
  if (expand?.opType !== 'Expand') return undefined;
  const unsqueeze = flow.producer(expand.inputs[0] ?? '');
  if (unsqueeze?.opType !== 'Unsqueeze') return undefined;
  const axes = intsAttribute(unsqueeze, 'axes') ?? constantValues(flow, unsqueeze.inputs[1] ?? '')?.values;
  const axis = axes?.length === 1 ? axes[0] : undefined;
  // The new axis stands behind the axis of the heads, so that each head is followed by its copies.
  return axis === undefined || axis < 1 ? undefined : { input: unsqueeze.inputs[0] ?? '', axis: axis - 1 };
}

/** The constant factor that a tap has in it already: scalars on the way from the linear layer to the tap. */
export function factorBehind(flow: Dataflow, tensor: string): number {
  let factor = 1;
  for (let node = flow.producer(tensor); node; node = flow.producer(tensor)) {
    const scaled = scaledInput(flow, node);
    if (scaled) {
      const { scalar, divides } = scaled.factor;
      if (typeof scalar !== 'number') return factor;
      factor = divides ? factor / scalar : factor * scalar;
      tensor = scaled.input;
    } else if (viewOps.has(node.opType)) tensor = node.inputs[0] ?? '';
    else return factor;
  }
  return factor;
}

const viewOps: ReadonlySet<string> = new Set(['Reshape', 'Transpose', 'Identity', 'Squeeze', 'Unsqueeze']);
