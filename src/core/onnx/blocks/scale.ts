import type { AttentionBlock, Factor, Step } from './block';

type Scaled = Pick<AttentionBlock, 'query' | 'key' | 'program' | 'factorInTap'>;

/**
 * The constant factor on q · k: those in front of the product, and those with which the program begins. `valueOf`
 * gives the value of a tapped scalar, undefined where it is no scalar or not known yet; then the factor is unknown.
 */
export function scaleOf(block: Scaled, valueOf: (tensor: string) => number | undefined): number | undefined {
  // What is quantised between product and scale is scaled all the same.
  const kept = keptFactor({ ...block, program: withoutQuantisation(block.program) }, valueOf);
  const scale = kept === undefined ? NaN : kept * block.factorInTap;
  return Number.isNaN(scale) ? undefined : scale;
}

/** The part of the factor that is not in the taps. */
export function keptFactor(
  block: Scaled,
  valueOf: (tensor: string) => number | undefined,
): number | undefined {
  let product = 1;
  for (const { scalar, divides } of [
    ...block.query.factors,
    ...block.key.factors,
    ...leadingFactors(block.program),
  ]) {
    const value = typeof scalar === 'number' ? scalar : valueOf(scalar.tensor);
    if (value === undefined) return undefined;
    product = divides ? product / value : product * value;
  }
  return product;
}

/** The steps that an unquantised model would have too. */
export function withoutQuantisation(program: readonly Step[]): readonly Step[] {
  return program.filter(({ op }) => op !== 'Quantise' && op !== 'Dequantise');
}

/** The multiplications by scalars with which a program begins: they can be folded into the product. */
export function leadingFactors(program: readonly Step[]): readonly Factor[] {
  const factors: Factor[] = [];
  for (const step of program) {
    if (step.op !== 'Mul' && !(step.op === 'Div' && step.rowFirst)) break;
    const { operand } = step;
    if (!('constant' in operand) && !operand.isScalar) break;
    const scalar = 'constant' in operand ? operand.constant : { tensor: operand.tensor };
    factors.push({ scalar, divides: step.op === 'Div' });
  }
  return factors;
}
