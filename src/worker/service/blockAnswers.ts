import type { BoundBlocks } from '../../core/attention/boundBlock';
import type { AttentionBlock } from '../../core/onnx/block';
import { describeBlock } from '../../core/onnx/describeBlock';
import type { BlockAnswer } from '../../protocol/inference';

/** A block as the graph alone describes it. */
export function describeFound(block: AttentionBlock): BlockAnswer {
  const { layer, kind, heads, keyValueHeads, headSize, scale } = block;
  return { layer, kind, heads, keyValueHeads, headSize, scale, ...describeBlock(block) };
}

/** The blocks of a run, with the sizes that only a run knows. */
export function describeBound({ bound, layers }: BoundBlocks): BlockAnswer[] {
  return bound.map(({ block, kind, heads, keyValueHeads, headSize, scale }, index) => {
    const layer = layers[index] ?? block.layer;
    return { layer, kind, heads, keyValueHeads, headSize, scale, ...describeBlock(block, scale) };
  });
}
