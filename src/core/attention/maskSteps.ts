import type { MaskStep, Step, StepOperand } from '../onnx/blocks/block';
import type { Tensors } from '../onnx/graph/tensor';
import { asFloats, asScalar } from './floats';
import { RefusalError } from './refusal';
import { rowOperand, type RowStep } from './rowOperand';
import { tapped } from './view';

const maskOps: ReadonlySet<string> = new Set<MaskStep['op']>(['Causal', 'MaskIndex', 'MaskOrBias', 'NoKeys']);

export function isMaskStep(step: Step): step is MaskStep {
  return maskOps.has(step.op);
}

/** A step of a fused operator's mask, for rows of a tensor of the given shape `[…, queries, keys]`. */
export function maskStep(step: MaskStep, shape: readonly number[], tensors: Tensors): RowStep {
  switch (step.op) {
    case 'Causal':
      return causalStep(numberOf(step.earlier, tensors), step.window, step.fill, shape.at(-2) ?? 1);
    case 'MaskIndex':
      return maskIndexStep(step.mask, step.fill, shape, tensors);
    case 'NoKeys':
      return noKeysStep(step.masked);
    case 'MaskOrBias':
      return maskOrBiasStep(step.mask, step.fill, shape, tensors);
  }
}

function numberOf(operand: StepOperand, tensors: Tensors): number {
  const value = 'constant' in operand ? operand.constant : asScalar(tapped(tensors, operand.tensor));
  if (value === undefined) throw new RefusalError('bias-shape');
  return value;
}

function causalStep(earlier: number, window: number | undefined, fill: number, queries: number): RowStep {
  return (scores, row) => {
    const end = earlier + (row % queries) + 1;
    if (end < scores.length) scores.fill(fill, Math.max(0, end));
    if (window !== undefined && end > window) scores.fill(fill, 0, end - window);
  };
}

function maskIndexStep(mask: string, fill: number, shape: readonly number[], tensors: Tensors): RowStep {
  const tensor = tapped(tensors, mask);
  if (tensor.dims.length === 1) {
    const [end = 0, start = 0] = asFloats(tensor);
    if (tensor.data.length > 2) throw new RefusalError('bias-shape');
    return (scores) => {
      for (let key = 0; key < scores.length; key++) {
        if (key < start || key >= end) scores[key] = (scores[key] ?? 0) + fill;
      }
    };
  }
  const { data, step, start } = rowOperand({ tensor: mask, isScalar: false }, shape, tensors);
  return (scores, row) => {
    let at = start(row);
    for (let key = 0; key < scores.length; key++, at += step) {
      if ((data[at] ?? 0) <= 0) scores[key] = (scores[key] ?? 0) + fill;
    }
  };
}

function noKeysStep(masked: number): RowStep {
  return (scores) => {
    if (scores.every((score) => score <= masked)) scores.fill(-Infinity);
  };
}

function maskOrBiasStep(mask: string, fill: number, shape: readonly number[], tensors: Tensors): RowStep {
  const isBoolean = tapped(tensors, mask).type === 'bool';
  const { data, step, start } = rowOperand({ tensor: mask, isScalar: false }, shape, tensors);
  return (scores, row) => {
    let at = start(row);
    for (let key = 0; key < scores.length; key++, at += step) {
      if (!isBoolean) scores[key] = (scores[key] ?? 0) + (data[at] ?? 0);
      else if (data[at] === 0) scores[key] = fill;
    }
  };
}
