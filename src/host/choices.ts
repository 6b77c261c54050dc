import type { BlockAnswer, HeadChoice } from '../protocol/inference';

export type Step = 'nextHead' | 'previousHead' | 'nextLayer' | 'previousLayer';

type Blocks = readonly Pick<BlockAnswer, 'layer' | 'heads'>[];

export function sameChoice(a: HeadChoice, b: HeadChoice): boolean {
  return a.layer === b.layer && a.head === b.head;
}

/** Whether a command's argument, which anybody may have made, is a choice. */
export function isChoice(value: unknown): value is HeadChoice {
  if (typeof value !== 'object' || value === null || !('layer' in value) || !('head' in value)) return false;
  const { layer, head } = value;
  return (
    (layer === 'mean' || Number.isInteger(layer)) &&
    (head === 'mean' || head === 'max' || Number.isInteger(head))
  );
}

/** The choice where the model has such a layer and head, else the mean in their place. */
export function possibleChoice({ layer, head }: HeadChoice, blocks: Blocks): HeadChoice {
  const known = layer === 'mean' || blocks.some((block) => block.layer === layer);
  return {
    layer: known ? layer : 'mean',
    head: typeof head === 'number' && head >= headsOf(layer, blocks) ? 'mean' : head,
  };
}

/** The choice after a step: from an aggregate to the first or last one, then round and round. */
export function stepped(choice: HeadChoice, step: Step, blocks: Blocks): HeadChoice {
  const by = step.startsWith('next') ? 1 : -1;
  if (step.endsWith('Layer')) {
    const layers = blocks.map((block) => block.layer);
    return possibleHead({ layer: after(layers, choice.layer, by), head: choice.head }, blocks);
  }
  const heads = Array.from({ length: headsOf(choice.layer, blocks) }, (_, head) => head);
  return { layer: choice.layer, head: after(heads, choice.head, by) };
}

/** The last head where a layer has fewer of them than the one before. */
function possibleHead({ layer, head }: HeadChoice, blocks: Blocks): HeadChoice {
  return { layer, head: typeof head === 'number' ? Math.min(head, headsOf(layer, blocks) - 1) : head };
}

function headsOf(layer: HeadChoice['layer'], blocks: Blocks): number {
  return (blocks.find((block) => block.layer === layer) ?? blocks[0])?.heads ?? 1;
}

function after(all: readonly number[], now: number | string, by: 1 | -1): number {
  const at = all.findIndex((one) => one === now);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  return all[next] ?? 0;
}
