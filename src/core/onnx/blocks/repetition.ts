import { intsAttribute } from '../graph/attributes';
import { constantValues } from '../values/constantValues';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { knownValues } from '../values/shapeValues';

/** Heads that are repeated for grouped queries. */
export interface Repetition {
  /** The tensor before that. */
  readonly input: string;
  /** Its axis of the heads. */
  readonly axis: number;
  /** Whether the heads are repeated in turn (0 1 0 1) and not each by itself (0 0 1 1). */
  readonly inTurn: boolean;
}

/**
 * Grouped-query attention: `Reshape` of a new axis behind that of the heads which `Expand` or `Tile` makes longer repeats
 * each head; `Tile` along the axis of the heads repeats all of them in turn.
 */
export function repetition(flow: Dataflow, node: GraphNode): Repetition | undefined {
  if (node.opType === 'Tile') {
    const axis = tiledAxis(flow, node);
    return axis === undefined
      ? undefined
      : { input: unexpanded(flow, node.inputs[0] ?? ''), axis, inTurn: true };
  }
  if (node.opType !== 'Reshape') return undefined;
  const longer = flow.producer(node.inputs[0] ?? '');
  if (longer?.opType !== 'Expand' && longer?.opType !== 'Tile') return undefined;
  const unsqueeze = flow.producer(unexpanded(flow, longer.inputs[0] ?? ''));
  if (unsqueeze?.opType !== 'Unsqueeze') return undefined;
  const axes = intsAttribute(unsqueeze, 'axes') ?? constantValues(flow, unsqueeze.inputs[1] ?? '')?.values;
  const axis = axes?.length === 1 ? axes[0] : undefined;
  // The new axis stands behind the axis of the heads, so that each head is followed by its copies.
  if (axis === undefined || axis < 1) return undefined;
  if (longer.opType === 'Tile' && tiledAxis(flow, longer) !== axis) return undefined;
  return { input: unsqueeze.inputs[0] ?? '', axis: axis - 1, inTurn: false };
}

/** What is behind a tensor `[batch, heads, length, size]` in which each head is followed by copies of it. */
export function beforeRepetition(flow: Dataflow, tensor: string): string {
  const node = flow.producer(tensor);
  const repeated = node && repetition(flow, node);
  return repeated && !repeated.inTurn && repeated.axis === 1 ? repeated.input : tensor;
}

/** The one axis along which a `Tile` repeats. */
function tiledAxis(flow: Dataflow, tile: GraphNode): number | undefined {
  const repeats = knownValues(flow, tile.inputs[1] ?? '');
  const axes = repeats?.flatMap((times, axis) => (times === 1 ? [] : [axis]));
  return axes?.length === 1 ? axes[0] : undefined;
}

/** What is behind an `Expand` to sizes of 1, which changes nothing: exporters write it in front of `Tile`. */
function unexpanded(flow: Dataflow, tensor: string): string {
  const node = flow.producer(tensor);
  if (node?.opType !== 'Expand') return tensor;
  const sizes = knownValues(flow, node.inputs[1] ?? '');
  return sizes?.every((size) => size === 1) ? (node.inputs[0] ?? '') : tensor;
}
