import type { Graph, GraphNode } from './model';

/**
 * The nodes so that each comes after those whose outputs it takes, in the file's order where that leaves a choice;
 * undefined where the graph has a cycle. A depth-first walk with a stack of its own: O(nodes + edges) at any depth.
 */
export function topologicalOrder(graph: Graph): readonly GraphNode[] | undefined {
  const producers = new Map<string, GraphNode>();
  for (const node of graph.nodes)
    for (const output of node.outputs) if (output !== '') producers.set(output, node);
  const order: GraphNode[] = [];
  const state = new Map<GraphNode, 'open' | 'done'>();
  for (const root of graph.nodes) {
    const stack = [root];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      if (state.get(node) === undefined) {
        state.set(node, 'open');
        for (const input of node.inputs) {
          const producer = producers.get(input);
          if (producer === undefined || state.get(producer) === 'done') continue;
          if (state.get(producer) === 'open') return undefined;
          stack.push(producer);
        }
      } else {
        stack.pop();
        if (state.get(node) === 'open') {
          state.set(node, 'done');
          order.push(node);
        }
      }
    }
  }
  return order;
}
