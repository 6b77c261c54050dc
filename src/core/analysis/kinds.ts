import type { KindAndSides as Kind } from '../onnx/blocks/blockKinds';

export type { Kind };

/** What people call the blocks of a kind: by the part of the model where it has two, else by what a query sees. */
export type KindTitle = 'encoder' | 'decoder' | 'cross' | 'self' | 'causal';

/** The kinds of attention among some blocks, each once, in their order. */
export function kindsOf(blocks: readonly Kind[]): readonly Kind[] {
  const kinds = new Map(blocks.map((block) => [block.kind, block]));
  return [...kinds.values()].map(({ kind, queries, keys }) => ({ kind, queries, keys }));
}

/** Whether queries and keys are of different texts. */
export function isBetweenTexts({ queries, keys }: Kind): boolean {
  return queries !== keys;
}

export function kindTitle({ kind, queries }: Kind, blocks: readonly Kind[]): KindTitle {
  if (kind === 'cross') return 'cross';
  if (blocks.some((block) => block.queries === 'target')) return queries === 'target' ? 'decoder' : 'encoder';
  return kind;
}
