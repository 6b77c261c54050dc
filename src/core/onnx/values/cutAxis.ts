import { intAttribute, intsAttribute } from '../graph/attributes';
import { constantValues } from './constantValues';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';

/** They cut an axis, or put parts together along one. */
const cutting: ReadonlySet<string> = new Set(['Split', 'Slice', 'Concat']);

/**
 * The axis that a `Split`, `Slice` or `Concat` is along, counted as the graph does; undefined for several, and where it
 * is not constant. `none` for other nodes.
 */
export function cutAxis(flow: Dataflow, node: GraphNode): number | undefined | 'none' {
  if (!cutting.has(node.opType)) return 'none';
  if (node.opType !== 'Slice') return intAttribute(node, 'axis') ?? 0;
  const axes = intsAttribute(node, 'axes') ?? constantValues(flow, node.inputs[3] ?? '')?.values;
  return axes?.length === 1 ? axes[0] : undefined;
}
