import { isBetweenTexts, kindsOf } from '../core/analysis/kinds';
import type { BlockKind, Direction, HeadChoice, Side } from '../protocol/inference';
import type { BlockAnswer } from '../protocol/models';

export type Step = 'nextHead' | 'previousHead' | 'nextLayer' | 'previousLayer';

type Blocks = readonly Pick<BlockAnswer, 'layer' | 'heads' | 'kind' | 'queries' | 'keys'>[];

/** What is asked about a query: of which blocks, and whether for its row or its column. */
export interface Look {
  readonly choice: HeadChoice;
  readonly direction: Direction;
  /** The text whose tokens the weights are of. */
  readonly seen: Side;
}

/** The kind that is shown first: between two texts where there are two, since it is what such a model is opened for. */
export function mainKind(blocks: Blocks): BlockKind {
  return (blocks.find(({ kind }) => kind === 'cross') ?? blocks[0])?.kind ?? 'self';
}

/**
 * How a query in the text `side` is looked at. Where the chosen kind does not read that text, a kind that does takes its
 * place, cross-attention before others. Between two texts the direction follows from the side; within one it is `wish`.
 * `undefined` where no block reads the text.
 */
export function lookFrom(side: Side, choice: HeadChoice, wish: Direction, blocks: Blocks): Look | undefined {
  const fitting = kindsOf(blocks).filter(({ queries, keys }) => queries === side || keys === side);
  const kind =
    fitting.find((one) => one.kind === choice.kind) ?? fitting.find(isBetweenTexts) ?? fitting.at(0);
  if (!kind) return undefined;
  const direction = isBetweenTexts(kind) ? (side === kind.queries ? 'attendsTo' : 'attendedBy') : wish;
  return {
    choice: possibleChoice({ ...choice, kind: kind.kind }, blocks),
    direction,
    seen: direction === 'attendsTo' ? kind.keys : kind.queries,
  };
}

export function sameChoice(a: HeadChoice, b: HeadChoice): boolean {
  return a.kind === b.kind && a.layer === b.layer && a.head === b.head;
}

/** Whether a command's argument, which anybody may have made, is a choice. */
export function isChoice(value: unknown): value is HeadChoice {
  if (typeof value !== 'object' || value === null) return false;
  if (!('kind' in value) || !('layer' in value) || !('head' in value)) return false;
  const { kind, layer, head } = value;
  return (
    (kind === 'self' || kind === 'causal' || kind === 'cross') &&
    (layer === 'mean' || Number.isInteger(layer)) &&
    (head === 'mean' || head === 'max' || Number.isInteger(head))
  );
}

/** The choice where the model has such a kind, layer and head, else its main kind or the mean in their place. */
export function possibleChoice({ kind, layer, head }: HeadChoice, blocks: Blocks): HeadChoice {
  const ownKind = blocks.some((block) => block.kind === kind) ? kind : mainKind(blocks);
  const own = ofKind(ownKind, blocks);
  const known = layer === 'mean' || own.some((block) => block.layer === layer);
  return {
    kind: ownKind,
    layer: known ? layer : 'mean',
    head: typeof head === 'number' && head >= headsOf(layer, own) ? 'mean' : head,
  };
}

/** The choice after a step among the blocks of its kind: from an aggregate to the first or last one, then round and round. */
export function stepped(choice: HeadChoice, step: Step, blocks: Blocks): HeadChoice {
  const by = step.startsWith('next') ? 1 : -1;
  const own = ofKind(choice.kind, blocks);
  if (step.endsWith('Layer')) {
    const layers = own.map((block) => block.layer);
    return possibleHead({ ...choice, layer: after(layers, choice.layer, by) }, own);
  }
  const heads = Array.from({ length: headsOf(choice.layer, own) }, (_, head) => head);
  return { ...choice, head: after(heads, choice.head, by) };
}

function ofKind(kind: BlockKind, blocks: Blocks): Blocks {
  return blocks.filter((block) => block.kind === kind);
}

/** The last head where a layer has fewer of them than the one before. */
function possibleHead(choice: HeadChoice, blocks: Blocks): HeadChoice {
  const { layer, head } = choice;
  return { ...choice, head: typeof head === 'number' ? Math.min(head, headsOf(layer, blocks) - 1) : head };
}

function headsOf(layer: HeadChoice['layer'], blocks: Blocks): number {
  return (blocks.find((block) => block.layer === layer) ?? blocks[0])?.heads ?? 1;
}

function after(all: readonly number[], now: number | string, by: 1 | -1): number {
  const at = all.findIndex((one) => one === now);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  return all[next] ?? 0;
}
