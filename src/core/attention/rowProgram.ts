import type { BinaryOp, ElementStep, ShapeStep, Step, UnaryOp } from '../onnx/blocks/block';
import { sizeOf, type Tensors } from '../onnx/graph/tensor';
import { isMaskStep, maskStep } from './maskSteps';
import { RefusalError } from './refusal';
import { rowOperand, type RowOperand, type RowStep } from './rowOperand';
import { tapped } from './view';

export interface RowProgram {
  readonly steps: readonly RowStep[];
  /** The shape that all rows together have after the steps. */
  readonly shape: readonly number[];
}

/**
 * A score program for rows of a tensor of the given shape. A row is a flattened index over all axes but the last, so
 * that reshapes leave it as it is. Values are rounded to float32 after each step, as the graph does. Refuses shapes with
 * which a row would not stay one query of one head.
 */
export function rowProgram(steps: readonly Step[], shape: readonly number[], tensors: Tensors): RowProgram {
  const compiled: RowStep[] = [];
  for (const step of steps) {
    if (step.op === 'Reshape' || step.op === 'Squeeze' || step.op === 'Unsqueeze') {
      const next = reshaped(step, shape, tensors);
      if (next.at(-1) !== shape.at(-1) || next.at(-2) !== shape.at(-2)) {
        throw new RefusalError('queries-mixed');
      }
      shape = next;
    } else if (isMaskStep(step)) compiled.push(maskStep(step, shape, tensors));
    else compiled.push(rowStep(step, shape, tensors));
  }
  return { steps: compiled, shape };
}

function reshaped(step: ShapeStep, from: readonly number[], tensors: Tensors): readonly number[] {
  if (step.op === 'Squeeze') {
    const axes = new Set(step.axes.map((axis) => (axis < 0 ? axis + from.length : axis)));
    return from.filter((_, axis) => !axes.has(axis));
  }
  if (step.op === 'Unsqueeze') {
    const length = from.length + step.axes.length;
    const axes = new Set(step.axes.map((axis) => (axis < 0 ? axis + length : axis)));
    const rest = [...from];
    return Array.from({ length }, (_, axis) => (axes.has(axis) ? 1 : (rest.shift() ?? 1)));
  }
  const wanted =
    'dims' in step.shape ? step.shape.dims : [...tapped(tensors, step.shape.tensor).data].map(Number);
  // ONNX's `Reshape`: 0 keeps the axis, -1 takes what is left.
  const dims = wanted.map((dim, axis) => (dim === 0 ? (from[axis] ?? 0) : dim));
  const known = sizeOf(dims.filter((dim) => dim !== -1));
  return dims.map((dim) => (dim === -1 ? sizeOf(from) / known : dim));
}

function rowStep(step: ElementStep, shape: readonly number[], tensors: Tensors): RowStep {
  if (step.op === 'Where') {
    const condition = rowOperand({ tensor: step.condition, isScalar: false }, shape, tensors);
    const other = rowOperand(step.other, shape, tensors);
    return whereStep(condition, other, step.keepsWhere);
  }
  if (step.op === 'Clip') {
    const low = rowOperand(step.low ?? { constant: -Infinity }, shape, tensors);
    const high = rowOperand(step.high ?? { constant: Infinity }, shape, tensors);
    const atLeast = binaryStep((score, bound) => Math.max(score, bound), low);
    const atMost = binaryStep((score, bound) => Math.min(score, bound), high);
    return (scores, row) => {
      atLeast(scores, row);
      atMost(scores, row);
    };
  }
  if (step.op === 'Quantise') return quantiseStep(step, shape, tensors);
  if (step.op === 'Dequantise') {
    const zero = rowOperand(step.zeroPoint, shape, tensors);
    const scale = rowOperand(step.scale, shape, tensors);
    const shift = binaryStep((score, other) => score - other, zero);
    const stretch = binaryStep((score, other) => score * other, scale);
    return (scores, row) => {
      shift(scores, row);
      stretch(scores, row);
    };
  }
  if ('operand' in step) {
    const operand = rowOperand(step.operand, shape, tensors);
    const apply = binary[step.op];
    if (step.op === 'Add') return addStep(operand);
    return binaryStep(step.rowFirst ? apply : (score, other) => apply(other, score), operand);
  }
  const apply = unary[step.op];
  return (scores) => {
    for (let column = 0; column < scores.length; column++) scores[column] = apply(scores[column] ?? 0);
  };
}

function quantiseStep(
  { scale, zeroPoint, low, high }: Extract<ElementStep, { op: 'Quantise' }>,
  shape: readonly number[],
  tensors: Tensors,
): RowStep {
  const divide = binaryStep((score, other) => score / other, rowOperand(scale, shape, tensors));
  const shift = binaryStep(
    (score, other) => Math.min(high, Math.max(low, toEven(score) + other)),
    rowOperand(zeroPoint, shape, tensors),
  );
  return (scores, row) => {
    // Rounded to float32 in between, as the graph does.
    divide(scores, row);
    shift(scores, row);
  };
}

/** The nearest integer; of two the even one. */
function toEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function binaryStep(
  apply: (score: number, other: number) => number,
  { data, step, start }: RowOperand,
): RowStep {
  return (scores, row) => {
    let at = start(row);
    for (let column = 0; column < scores.length; column++, at += step) {
      scores[column] = apply(scores[column] ?? 0, data[at] ?? 0);
    }
  };
}

/** Most programs are one addition: without a call for each element it costs a third. */
function addStep({ data, step, start }: RowOperand): RowStep {
  return (scores, row) => {
    let at = start(row);
    for (let column = 0; column < scores.length; column++, at += step) {
      scores[column] = (scores[column] ?? 0) + (data[at] ?? 0);
    }
  };
}

function whereStep(condition: RowOperand, other: RowOperand, keepsWhere: boolean): RowStep {
  return (scores, row) => {
    let test = condition.start(row);
    let at = other.start(row);
    for (let column = 0; column < scores.length; column++, test += condition.step, at += other.step) {
      if ((condition.data[test] !== 0) !== keepsWhere) scores[column] = other.data[at] ?? 0;
    }
  };
}

const binary: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Pow: (a, b) => a ** b,
};

const unary: Readonly<Record<UnaryOp, (x: number) => number>> = {
  Tanh: Math.tanh,
  Neg: (x) => -x,
  Exp: Math.exp,
  Log: Math.log,
  Sqrt: Math.sqrt,
  Abs: Math.abs,
  Relu: (x) => (x > 0 ? x : 0),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Round: toEven,
  NanToZero: (x) => (Number.isNaN(x) ? 0 : x),
};
