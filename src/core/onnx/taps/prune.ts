import type { Dataflow } from '../graph/dataflow';
import { graphsOf } from '../graph/dataflow';
import type { Graph, GraphNode } from '../graph/model';

/** The part of a graph that some of its tensors need. */
export interface NeededPart {
  /** In an order in which each node comes after those that it depends on. */
  readonly nodes: readonly GraphNode[];
  /** Every tensor that the nodes name, and the wanted ones. */
  readonly tensors: ReadonlySet<string>;
  /** Those of them that were given, so that what makes them is not part of this. */
  readonly given: ReadonlySet<string>;
}

/**
 * What is needed to compute the wanted tensors: an engine would run the rest of the graph for nothing. `isGiven` names
 * tensors that need not be computed.
 */
export function neededPart(
  flow: Dataflow,
  wanted: readonly string[],
  isGiven: (tensor: string) => boolean = () => false,
): NeededPart {
  const tensors = new Set(wanted);
  const nodes = new Set<GraphNode>();
  const given = new Set<string>();
  const stack = [...wanted];
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
    if (isGiven(tensor)) {
      given.add(tensor);
      continue;
    }
    const node = flow.producer(tensor);
    if (!node || nodes.has(node)) continue;
    nodes.add(node);
    for (const output of node.outputs) tensors.add(output);
    for (const input of [...node.inputs, ...graphsOf(node).flatMap(namesIn)]) {
      if (input === '' || tensors.has(input)) continue;
      tensors.add(input);
      stack.push(input);
    }
  }
  return { nodes: flow.order.filter((node) => nodes.has(node)), tensors, given };
}

/** All tensor names in a branch or loop body: some of them are of the graph around it. */
function namesIn(graph: Graph): readonly string[] {
  return [
    ...graph.nodes.flatMap((node) => [...node.inputs, ...graphsOf(node).flatMap(namesIn)]),
    ...graph.outputs.map((output) => output.name),
  ];
}
