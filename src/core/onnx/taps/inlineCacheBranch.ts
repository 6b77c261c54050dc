import type { Graph, GraphNode, Model } from '../graph/model';
import { WireWriter } from '../file/wireWriter';

/** They hand the flag on. */
const passing: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Squeeze', 'Unsqueeze', 'Reshape']);

/**
 * The model as it runs without a cache: exporters merge the graph that reads earlier keys and values and the one that does
 * not as the branches of an `If` over the input `use_cache_branch`. The branch for `false` takes the place of the `If`; its
 * weights stay where they are in the file. Where names of the branch are taken already the `If` stays.
 */
export function inlineCacheBranch(model: Model): Model {
  const { graph } = model;
  const chosen = new Map<GraphNode, Graph>();
  for (const node of graph.nodes) {
    const branch = branchWithoutCache(graph, node);
    if (branch && !clashes(graph, node, branch)) chosen.set(node, branch);
  }
  if (chosen.size === 0) return model;
  const branches = [...chosen.values()];
  const nodes = graph.nodes.flatMap((node) => {
    const branch = chosen.get(node);
    return branch ? [...branch.nodes, ...renamed(node, branch)] : [node];
  });
  return {
    ...model,
    graph: {
      ...graph,
      nodes: nodes.map((node, index) => ({ ...node, index })),
      initializers: new Map([graph, ...branches].flatMap(({ initializers }) => [...initializers])),
      valueInfos: new Map([graph, ...branches].flatMap(({ valueInfos }) => [...valueInfos])),
      sparseInitializers: [graph, ...branches].flatMap(({ sparseInitializers }) => sparseInitializers),
    },
  };
}

function branchWithoutCache(graph: Graph, node: GraphNode): Graph | undefined {
  if (node.opType !== 'If' || node.domain !== '') return undefined;
  const branch = node.attributes.get('else_branch');
  const flag = graph.inputs.find(({ name }) => name === source(graph, node.inputs[0] ?? ''));
  const isFlag = flag?.type === 'bool' && flag.name.toLowerCase().includes('use_cache');
  return isFlag && branch?.kind === 'graph' ? branch.value : undefined;
}

/** The tensor that a flag comes from. */
function source(graph: Graph, tensor: string): string {
  const node = graph.nodes.find(({ outputs }) => outputs[0] === tensor);
  return node && passing.has(node.opType) ? source(graph, node.inputs[0] ?? '') : tensor;
}

/** Whether a tensor of the branch has the name of another one outside. */
function clashes(graph: Graph, node: GraphNode, branch: Graph): boolean {
  const others = graph.nodes.filter((other) => other !== node);
  const taken = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...others.flatMap(({ outputs }) => outputs),
    // An initialiser of the branch hides one of the graph, which another node may need.
    ...others.flatMap(({ inputs }) => inputs).filter((name) => branch.initializers.has(name)),
  ]);
  const own = [...branch.nodes.flatMap(({ outputs }) => outputs), ...branch.initializers.keys()];
  return own.some((name) => name !== '' && taken.has(name));
}

/** What gives the results of a branch the names that the `If` gives them. */
function renamed(node: GraphNode, branch: Graph): readonly GraphNode[] {
  return node.outputs.flatMap((output, index) => {
    const result = branch.outputs[index]?.name ?? '';
    if (output === '' || output === result) return [];
    const message = new WireWriter().string(1, result).string(2, output).string(4, 'Identity').finish();
    const attributes = new Map();
    return [
      {
        index: 0,
        name: '',
        opType: 'Identity',
        domain: '',
        inputs: [result],
        outputs: [output],
        attributes,
        message,
      },
    ];
  });
}
