import type { Dataflow } from '../graph/dataflow';
import type { GraphNode, ValueInfo } from '../graph/model';
import { neededPart } from './prune';

/**
 * The part of a graph behind its taps: from tensors that a run has anyway to the scores of the vocabulary. It is run on
 * its own, for the few rows that are wanted, so that plain runs do without it.
 */
export interface Tail {
  /** The tensors that it starts from, the tapped graph's or its inputs. */
  readonly from: readonly string[];
  /** In the order of the data flow. */
  readonly nodes: readonly GraphNode[];
  /** Constants among the tensors that the nodes name are to come along. */
  readonly tensors: ReadonlySet<string>;
  /** The scores of the vocabulary, `[batch, length, vocabulary]`. */
  readonly scores: string;
  /**
   * The product with the vocabulary's matrix, whose first factor is `[batch, length, hidden]`: what comes after it
   * treats each row alone. Undefined where the graph does not end like that.
   */
  readonly product: GraphNode | undefined;
}

/** The output with the scores of the vocabulary: of three axes, the last as long as the embedding table. */
export function scoresOutput(
  outputs: readonly ValueInfo[],
  vocabulary: number | undefined,
): string | undefined {
  const fits = ({ name, type, shape }: ValueInfo): boolean => {
    if (!/^float(16|32)$/.test(type) || shape?.length !== 3) return false;
    const last = shape[2];
    return typeof last === 'number' ? last === vocabulary : name === 'logits';
  };
  return outputs.find(fits)?.name;
}

/** The tail of a graph of which the tapped model computes `wanted`. */
export function findTail(flow: Dataflow, wanted: readonly string[], scores: string): Tail {
  const tapped = new Set(neededPart(flow, wanted).nodes);
  const { nodes, tensors, given } = neededPart(flow, [scores], (tensor) => {
    if (flow.isConstant(tensor)) return false;
    const node = flow.producer(tensor);
    return node ? tapped.has(node) : flow.isGraphInput(tensor);
  });
  return {
    from: [...given],
    nodes,
    tensors,
    scores,
    product: vocabularyProduct(flow, scores, new Set(nodes)),
  };
}

/** What leaves each row by itself. */
const elementwise: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Tanh', 'Cast', 'Identity']);

function vocabularyProduct(
  flow: Dataflow,
  scores: string,
  nodes: ReadonlySet<GraphNode>,
): GraphNode | undefined {
  for (let tensor = scores; ;) {
    const node = flow.producer(tensor);
    if (!node || !nodes.has(node)) return undefined;
    const changing = node.inputs.filter((input) => input !== '' && !flow.isConstant(input));
    const [only] = changing;
    if (only === undefined || changing.length > 1) return undefined;
    if (node.opType === 'MatMul' || node.opType === 'MatMulNBits') {
      return only === node.inputs[0] ? node : undefined;
    }
    if (!elementwise.has(node.opType)) return undefined;
    tensor = only;
  }
}
