import type { BlockKind } from '../onnx/blocks/block';
import { rollUp, type Units } from './rollUp';

export interface OneHead {
  readonly kind: BlockKind;
  readonly layer: number;
  readonly head: number;
}

/**
 * The head with the highest weight on one unit of the text, among the units that `counts` holds for: those that are
 * neither special nor the query itself. The weights are the model's own, nothing hidden or renormalised, so that a head
 * which rests on `[SEP]` and leaves crumbs elsewhere does not win. Undefined where no unit counts. Equal heads: the first.
 */
export function sharpestHead(
  heads: Iterable<OneHead & { readonly weights: ArrayLike<number> }>,
  units: Units,
  how: 'sum' | 'mean',
  counts: (unit: number) => boolean,
): OneHead | undefined {
  let best: OneHead | undefined;
  let highest = 0;
  for (const { kind, layer, head, weights } of heads) {
    const joined = rollUp(weights, units, how);
    for (let unit = 0; unit < joined.length; unit++) {
      const weight = joined[unit] ?? 0;
      if (weight > highest && counts(unit)) {
        highest = weight;
        best = { kind, layer, head };
      }
    }
  }
  return best;
}
