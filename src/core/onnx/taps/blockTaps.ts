import type { AttentionBlock, Operand, Step, StepOperand } from '../blocks/block';

/** A tensor that a block needs from a run, and what for. */
export interface Tap {
  readonly role: 'query' | 'key' | 'value' | 'context' | 'scale' | 'zero' | 'bias' | 'mask' | 'shape';
  readonly tensor: string;
}

/** All tensors that rows of a block are computed from, and the context that they are checked against. */
export function blockTaps(block: AttentionBlock): readonly Tap[] {
  const { query, key, value, context, program, sink, after } = block;
  return [
    { role: 'query', tensor: query.tensor },
    { role: 'key', tensor: key.tensor },
    { role: 'value', tensor: value.tensor },
    { role: 'context', tensor: context },
    ...[query, key].flatMap(factorTaps),
    ...[query, key, value].flatMap(quantisationTaps),
    ...operandTaps(sink),
    ...[...program, ...after].flatMap(stepTaps),
  ];
}

function factorTaps({ factors }: Operand): readonly Tap[] {
  return factors.flatMap(({ scalar }) =>
    typeof scalar === 'number' ? [] : [{ role: 'scale' as const, tensor: scalar.tensor }],
  );
}

function quantisationTaps({ quantised }: Operand): readonly Tap[] {
  if (!quantised) return [];
  const { scale, zeroPoint } = quantised;
  return [
    { role: 'scale', tensor: scale },
    ...(zeroPoint === '' ? [] : [{ role: 'zero', tensor: zeroPoint } as const]),
  ];
}

function stepTaps(step: Step): readonly Tap[] {
  switch (step.op) {
    case 'Where':
      return [{ role: 'mask', tensor: step.condition }, ...operandTaps(step.other)];
    case 'Clip':
      return [...operandTaps(step.low), ...operandTaps(step.high)];
    case 'Quantise':
    case 'Dequantise':
      return [...operandTaps(step.scale), ...operandTaps(step.zeroPoint)];
    case 'Reshape':
      return 'tensor' in step.shape ? [{ role: 'shape', tensor: step.shape.tensor }] : [];
    case 'Causal':
      return 'tensor' in step.earlier ? [{ role: 'shape', tensor: step.earlier.tensor }] : [];
    case 'MaskIndex':
    case 'MaskOrBias':
      return [{ role: 'mask', tensor: step.mask }];
    default:
      return 'operand' in step ? operandTaps(step.operand) : [];
  }
}

function operandTaps(operand: StepOperand | undefined): readonly Tap[] {
  return operand && 'tensor' in operand
    ? [{ role: operand.isScalar ? 'scale' : 'bias', tensor: operand.tensor }]
    : [];
}
