import type { Dataflow } from './dataflow';
import { graphsOf } from './dataflow';
import type { Graph, GraphNode } from './model';

/** The part of a graph that some of its tensors need. */
export interface NeededPart {
  /** In an order in which each node comes after those that it depends on. */
  readonly nodes: readonly GraphNode[];
  /** Every tensor that the nodes name, and the wanted ones. */
  readonly tensors: ReadonlySet<string>;
}

/** What is needed to compute the wanted tensors: an engine would run the rest of the graph for nothing. */
export function neededPart(flow: Dataflow, wanted: readonly string[]): NeededPart {
  const tensors = new Set(wanted);
  const nodes = new Set<GraphNode>();
  const stack = [...wanted];
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
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
  return { nodes: flow.order.filter((node) => nodes.has(node)), tensors };
}

/** All tensor names in a branch or loop body: some of them are of the graph around it. */
function namesIn(graph: Graph): readonly string[] {
  return [
    ...graph.nodes.flatMap((node) => [...node.inputs, ...graphsOf(node).flatMap(namesIn)]),
    ...graph.outputs.map((output) => output.name),
  ];
}
