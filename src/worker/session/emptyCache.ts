import type { AttentionBlock } from '../../core/onnx/blocks/block';
import type { ValueInfo } from '../../core/onnx/graph/model';

/** The sizes of a decoder's keys and values, as far as its blocks say them. */
export interface CacheSizes {
  readonly heads: number | undefined;
  readonly headSize: number | undefined;
}

/** Those that all blocks with a cache of their own agree on. */
export function cacheSizes(
  blocks: readonly Pick<AttentionBlock, 'kind' | 'keyValueHeads' | 'headSize'>[],
): CacheSizes {
  const only = (values: readonly (number | undefined)[]): number | undefined =>
    new Set(values).size === 1 ? values[0] : undefined;
  const own = blocks.filter(({ kind }) => kind !== 'cross');
  return {
    heads: only(own.map((block) => block.keyValueHeads)),
    headSize: only(own.map((block) => block.headSize)),
  };
}

/**
 * The shape of an input with the keys or values of no earlier token: `[1, heads, 0, headSize]`, or with both in one,
 * `[2, 1, heads, 0, headSize]`. Axes that the graph leaves open are told by their names, else by their place. undefined
 * where a size is known neither from the graph nor from its blocks.
 */
export function emptyCache(
  { shape = [] }: Pick<ValueInfo, 'shape'>,
  { heads, headSize }: CacheSizes,
): readonly number[] | undefined {
  const batch = shape.findIndex((axis) => typeof axis === 'string' && axis.toLowerCase().includes('batch'));
  const isPair = shape.length === 5 && shape[0] === 2;
  if (shape.length !== 4 && !isPair) return undefined;
  const first = shape.length - 4;
  const dims = shape.map((axis, index): number | undefined => {
    if (typeof axis === 'number') return axis;
    if (index === (batch < 0 ? first : batch)) return 1;
    if (isLength(axis) || index === shape.length - 2) return 0;
    return index === first + 1 ? heads : index === first + 3 ? headSize : undefined;
  });
  // A cache of a length of its own cannot be empty.
  if (!dims.includes(0)) return undefined;
  return dims.every((dim) => dim !== undefined) ? dims : undefined;
}

function isLength(axis: string): boolean {
  return /past|seq|len/i.test(axis);
}
