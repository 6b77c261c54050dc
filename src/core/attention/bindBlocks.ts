import type { AttentionBlock, RefusedBlock } from '../onnx/blocks/block';
import { numberLayers } from '../onnx/blocks/numberLayers';
import type { Tensors } from '../onnx/graph/tensor';
import { because } from '../refusalReasons';
import { bindBlock, type BindOptions } from './bindBlock';
import type { BlockCheck, BoundBlock, BoundBlocks } from './boundBlock';
import { checkBlock } from './checkBlock';
import { RefusalError } from './refusal';

export interface BindAllOptions extends BindOptions {
  /** Multiplications that the self-check of one block may take. */
  readonly checkBudget?: number;
}

/** Binds all blocks of a model to a run and checks each. Only those whose check passes can be asked for rows. */
export function bindBlocks(
  blocks: readonly AttentionBlock[],
  tensors: Tensors,
  options: BindAllOptions = {},
): BoundBlocks {
  const bound: BoundBlock[] = [];
  const checks: BlockCheck[] = [];
  const refused: RefusedBlock[] = [];
  for (const block of blocks) {
    try {
      const one = bindBlock(block, tensors, options);
      const check = checkBlock(one, options.checkBudget);
      if (check.passed) {
        bound.push(one);
        checks.push(check);
      } else {
        const error = check.maxAbsError.toPrecision(2);
        refused.push({ node: block.node, reason: because('self-check', { error }) });
      }
    } catch (thrown) {
      if (!(thrown instanceof RefusalError)) throw thrown;
      refused.push({ node: block.node, reason: thrown.reason });
    }
  }
  return { bound, checks, refused, layers: numberLayers(bound.map((one) => one.kind)) };
}
