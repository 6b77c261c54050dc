import type { AttentionBlock, Operand, Step, StepOperand } from './block';

/** A tensor that a block needs from a run, and what for. */
export interface Tap {
  readonly role: 'query' | 'key' | 'value' | 'context' | 'scale' | 'bias' | 'mask' | 'shape';
  readonly tensor: string;
}

/** All tensors that rows of a block are computed from, and the context that they are checked against. */
export function blockTaps(block: AttentionBlock): readonly Tap[] {
  const { query, key, value, context, program, after } = block;
  return [
    { role: 'query', tensor: query.tensor },
    { role: 'key', tensor: key.tensor },
    { role: 'value', tensor: value.tensor },
    { role: 'context', tensor: context },
    ...[query, key].flatMap(factorTaps),
    ...[...program, ...after].flatMap(stepTaps),
  ];
}

function factorTaps({ factors }: Operand): readonly Tap[] {
  return factors.flatMap(({ scalar }) =>
    typeof scalar === 'number' ? [] : [{ role: 'scale' as const, tensor: scalar.tensor }],
  );
}

function stepTaps(step: Step): readonly Tap[] {
  switch (step.op) {
    case 'Where':
      return [{ role: 'mask', tensor: step.condition }, ...operandTaps(step.other)];
    case 'Clip':
      return [...operandTaps(step.low), ...operandTaps(step.high)];
    case 'Reshape':
      return 'tensor' in step.shape ? [{ role: 'shape', tensor: step.shape.tensor }] : [];
    default:
      return 'operand' in step ? operandTaps(step.operand) : [];
  }
}

function operandTaps(operand: StepOperand | undefined): readonly Tap[] {
  return operand && 'tensor' in operand
    ? [{ role: operand.isScalar ? 'scale' : 'bias', tensor: operand.tensor }]
    : [];
}
