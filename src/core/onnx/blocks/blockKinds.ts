import type { BlockKind, Side, Step } from './block';
import { looksCausal } from './causality';
import type { Dataflow } from '../graph/dataflow';
import type { Product } from './product';
import { graphInputsBehind, projectionInputs } from './projections';

/** What a block is by the texts that it reads. */
export interface KindAndSides {
  readonly kind: BlockKind;
  readonly queries: Side;
  readonly keys: Side;
}

interface Products {
  /** The product of queries and keys. */
  readonly scores: Pick<Product, 'left' | 'right'>;
  readonly program: readonly Step[];
  /** Whether something else tells that the keys are of another text. */
  readonly isCross?: boolean;
}

/**
 * The kind of each block, and the sides of its queries and keys: what is computed from a graph input in `targets` is of
 * the target. Where there is one, that tells all three kinds of an encoder–decoder apart, also for texts of one token.
 */
export function blockKinds(
  flow: Dataflow,
  found: readonly Products[],
  targets: ReadonlySet<string>,
): readonly KindAndSides[] {
  const isCross = crossAttention(flow, found);
  return found.map((each, index) => {
    const { scores, program } = each;
    const [queries, keys] = [sideOf(scores.left), sideOf(scores.right)];
    if (queries !== keys || each.isCross || isCross(index)) return { kind: 'cross', queries, keys };
    const isCausal = queries === 'target' || looksCausal(flow, program);
    return { kind: isCausal ? 'causal' : 'self', queries, keys };
  });

  function sideOf(tensor: string): Side {
    if (targets.size === 0) return 'source';
    return [...graphInputsBehind(flow, tensor)].some((input) => targets.has(input)) ? 'target' : 'source';
  }
}

/**
 * Cross-attention is told by what feeds the linear layers of query and key: other activations, and either keys made
 * without an input that the queries need, or one memory for several blocks with queries of their own.
 */
function crossAttention(flow: Dataflow, found: readonly Products[]): (index: number) => boolean {
  const sources = found.map(({ scores }) => ({
    query: projectionInputs(flow, scores.left),
    key: projectionInputs(flow, scores.right),
  }));
  return (index) => {
    const { query, key } = sources[index] ?? { query: [], key: [] };
    const isShared = key.some((input) => query.includes(input));
    return !isShared && key.length > 0 && (isMemory(index) || needsMore(query, key));
  };

  function isMemory(index: number): boolean {
    const own = sources[index];
    return sources.some(
      (other, at) =>
        at !== index &&
        other.key.some((input) => own?.key.includes(input)) &&
        !other.query.some((input) => own?.query.includes(input)),
    );
  }

  function needsMore(query: readonly string[], key: readonly string[]): boolean {
    if (query.length === 0) return true;
    const forKey = new Set(key.flatMap((input) => [...graphInputsBehind(flow, input)]));
    return query.some((input) => [...graphInputsBehind(flow, input)].some((name) => !forKey.has(name)));
  }
}
