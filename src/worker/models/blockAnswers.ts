import type { BoundBlocks } from '../../core/attention/boundBlock';
import type { AttentionBlock } from '../../core/onnx/blocks/block';
import { describeBlock } from '../../core/onnx/blocks/describeBlock';
import { numberLayers } from '../../core/onnx/blocks/numberLayers';
import type { BlockAnswer } from '../../protocol/models';

/** The blocks of a model in two graphs, layers numbered through. */
export function joinFound(parts: readonly (readonly AttentionBlock[])[]): readonly AttentionBlock[] {
  const all = parts.flat();
  const layers = numberLayers(all.map(({ kind }) => kind));
  return all.map((block, index) => ({ ...block, layer: layers[index] ?? block.layer }));
}

/** The blocks of a run in two graphs, layers numbered through. */
export function joinBound(parts: readonly BoundBlocks[]): BoundBlocks {
  const bound = parts.flatMap((part) => part.bound);
  return {
    bound,
    layers: numberLayers(bound.map(({ kind }) => kind)),
    checks: parts.flatMap((part) => part.checks),
    refused: parts.flatMap((part) => part.refused),
  };
}

/** A block as the graph alone describes it. */
export function describeFound(block: AttentionBlock): BlockAnswer {
  const { layer, kind, queries, keys, heads, keyValueHeads, headSize, scale } = block;
  return { layer, kind, queries, keys, heads, keyValueHeads, headSize, scale, ...describeBlock(block) };
}

/** The blocks of a run, with the sizes that only a run knows. */
export function describeBound({ bound, layers }: BoundBlocks): BlockAnswer[] {
  return bound.map(({ block, kind, heads, keyValueHeads, headSize, scale }, index) => {
    const { queries, keys } = block;
    const layer = layers[index] ?? block.layer;
    return { layer, kind, queries, keys, heads, keyValueHeads, headSize, scale, ...describeBlock(block, scale) };
  });
}
