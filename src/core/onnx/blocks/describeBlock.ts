import type { AttentionBlock, Step, StepOperand } from './block';
import { blockTaps } from '../taps/blockTaps';
import { leadingFactors, withoutQuantisation } from './scale';

/** A block in words. */
export interface BlockDescription {
  /** What is done to the scores, in order: “scale 0.125”, “add bias”. */
  readonly bias: readonly string[];
  /** Names of the tapped tensors by role: query, key, value, context; further ones are numbered: bias, bias2. */
  readonly taps: Readonly<Record<string, string>>;
}

/** Describes what a listing of the block shows besides its sizes. `scale` is the factor that is known by now. */
export function describeBlock(block: AttentionBlock, scale = block.scale): BlockDescription {
  const program = withoutQuantisation(block.program);
  const quantised = block.program.filter(({ op }) => op === 'Quantise');
  const bias = [
    ...(scale === undefined
      ? ['scale by a tensor']
      : scale === 1
        ? []
        : [`scale ${Number(scale.toPrecision(6))}`]),
    ...quantised.flatMap(stepWords),
    ...program.slice(leadingFactors(program).length).flatMap(stepWords),
    ...(block.sink ? ['attention sink'] : []),
  ];
  const taps: Record<string, string> = {};
  for (const { role, tensor } of blockTaps(block)) {
    if (Object.values(taps).includes(tensor)) continue;
    let name: string = role;
    for (let count = 2; name in taps; count++) name = `${role}${count}`;
    taps[name] = tensor;
  }
  return { bias, taps };
}

function stepWords(step: Step): readonly string[] {
  switch (step.op) {
    case 'Dequantise':
    case 'Reshape':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'NoKeys':
      return [];
    case 'Where':
      return [`replace where masked by ${operandWord(step.other)}`];
    case 'Quantise':
      return [`round to ${Math.log2(step.high - step.low + 1)} bits`];
    case 'Clip':
      return ['clip'];
    case 'Causal':
      return [step.window === undefined ? 'causal mask' : `causal mask of ${step.window} keys`];
    case 'MaskIndex':
    case 'MaskOrBias':
      return ['mask'];
    case 'Add':
      return [`add ${operandWord(step.operand)}`];
    case 'Sub':
      return [
        step.rowFirst
          ? `subtract ${operandWord(step.operand)}`
          : `subtract from ${operandWord(step.operand)}`,
      ];
    case 'Mul':
      return [`multiply by ${operandWord(step.operand)}`];
    case 'Div':
      return [
        step.rowFirst
          ? `divide by ${operandWord(step.operand)}`
          : `divide ${operandWord(step.operand)} by it`,
      ];
    case 'Max':
    case 'Min':
    case 'Pow':
      return [`${step.op.toLowerCase()} with ${operandWord(step.operand)}`];
    default:
      return [step.op.toLowerCase()];
  }
}

function operandWord(operand: StepOperand): string {
  return 'constant' in operand ? String(Number(operand.constant.toPrecision(6))) : 'bias';
}
