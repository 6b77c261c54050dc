import type { BlockKind } from './block';

/** The layer of each block: its place among the blocks of its kind, from 0. */
export function numberLayers(kinds: readonly BlockKind[]): readonly number[] {
  const next: Record<BlockKind, number> = { self: 0, causal: 0, cross: 0 };
  return kinds.map((kind) => next[kind]++);
}
