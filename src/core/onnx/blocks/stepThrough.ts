import type { BinaryOp, Step, StepOperand, UnaryOp } from './block';
import { floatAttribute, intsAttribute } from '../graph/attributes';
import { constantScalar, constantValues } from '../values/constantValues';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { quantisationSteps } from './quantisation';

const binaryOps: ReadonlySet<string> = new Set<BinaryOp>(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Pow']);
const unaryOps: ReadonlySet<string> = new Set<UnaryOp>([
  'Tanh',
  'Neg',
  'Exp',
  'Log',
  'Sqrt',
  'Abs',
  'Relu',
  'Sigmoid',
  'Round',
]);
/** Operators that leave the values as they are in an inference run. */
const passing: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Dropout']);

const quantising: ReadonlySet<string> = new Set([
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
]);

/** Whether a node leaves the values as they are in an inference run. */
export function isPassing({ opType }: GraphNode): boolean {
  return passing.has(opType);
}

/** The inputs of an elementwise node that may carry the scores; none for other nodes. */
export function rowInputs(node: GraphNode): readonly string[] {
  const { opType, inputs } = node;
  // Before operator set 21 ONNX Runtime had those of 16 bits in a domain of its own.
  if (node.domain !== '' && !(node.domain === 'com.microsoft' && quantising.has(opType))) return [];
  if (binaryOps.has(opType)) return inputs.length === 2 ? inputs : [];
  if (opType === 'Where') return inputs.slice(1, 3);
  const isOne =
    unaryOps.has(opType) ||
    passing.has(opType) ||
    quantising.has(opType) ||
    opType === 'Clip' ||
    opType === 'Reshape' ||
    opType === 'Unsqueeze' ||
    opType === 'Squeeze';
  return isOne ? inputs.slice(0, 1) : [];
}

/**
 * What a node does to rows that come in by its input `row`: no step, one step, or undefined where the node is not
 * understood well enough.
 */
export function stepThrough(flow: Dataflow, node: GraphNode, row: string): readonly Step[] | undefined {
  const { opType, inputs } = node;
  if (!rowInputs(node).includes(row)) return undefined;
  if (passing.has(opType)) return [];
  if (quantising.has(opType)) return quantisationSteps(flow, node);
  // SAFETY: the sets hold nothing but names of the two types.
  if (unaryOps.has(opType)) return [{ op: opType as UnaryOp }];
  if (binaryOps.has(opType)) {
    const [first = '', second = ''] = inputs;
    const rowFirst = first === row;
    const operand = stepOperand(flow, rowFirst ? second : first);
    return [{ op: opType as BinaryOp, operand, rowFirst }];
  }
  switch (opType) {
    case 'Where':
      return [whereStep(flow, node, row)];
    case 'Clip':
      return [clipStep(flow, node)];
    case 'Reshape': {
      const shape = constantValues(flow, inputs[1] ?? '');
      return [{ op: 'Reshape', shape: shape ? { dims: shape.values } : { tensor: inputs[1] ?? '' } }];
    }
    default: {
      const axes = intsAttribute(node, 'axes') ?? constantValues(flow, inputs[1] ?? '')?.values;
      return axes ? [{ op: opType === 'Squeeze' ? 'Squeeze' : 'Unsqueeze', axes }] : undefined;
    }
  }
}

function whereStep(flow: Dataflow, node: GraphNode, row: string): Step {
  const [condition = '', whenTrue = '', whenFalse = ''] = node.inputs;
  const keepsWhere = whenTrue === row;
  const other = stepOperand(flow, keepsWhere ? whenFalse : whenTrue);
  const test = flow.producer(condition);
  const isNanGuard = test?.opType === 'IsNaN' && test.inputs[0] === row && !keepsWhere;
  if (isNanGuard && 'constant' in other && other.constant === 0) return { op: 'NanToZero' };
  return { op: 'Where', condition: withoutExpand(flow, condition), other, keepsWhere };
}

function clipStep(flow: Dataflow, node: GraphNode): Step {
  const bound = (attribute: string, input: number): StepOperand | undefined => {
    const constant = floatAttribute(node, attribute);
    const tensor = node.inputs[input];
    if (constant !== undefined) return { constant };
    return tensor === undefined || tensor === '' ? undefined : stepOperand(flow, tensor);
  };
  return { op: 'Clip', low: bound('min', 1), high: bound('max', 2) };
}

/** The other operand of a step: a constant, or the smallest tensor that broadcasts to it. */
export function stepOperand(flow: Dataflow, tensor: string): StepOperand {
  const constant = constantScalar(flow, tensor);
  if (constant !== undefined) return { constant };
  const behind = withoutExpand(flow, tensor);
  return { tensor: behind, isScalar: flow.isShapeArithmetic(behind) && !flow.isConstant(behind) };
}

/** What is behind an `Expand`: rows are broadcast in any case, and the smaller tensor is the cheaper tap. */
function withoutExpand(flow: Dataflow, tensor: string): string {
  for (let node = flow.producer(tensor); node?.opType === 'Expand'; node = flow.producer(tensor)) {
    tensor = node.inputs[0] ?? '';
  }
  return tensor;
}
