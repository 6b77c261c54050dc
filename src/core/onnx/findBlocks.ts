import { because, type RefusalReason } from '../refusalReasons';
import { intAttribute } from './attributes';
import type { AttentionBlock, FoundBlocks, RefusedBlock, Step } from './block';
import { blockKinds } from './blockKinds';
import { findContext } from './contextProduct';
import { Dataflow, graphsOf, nodeName } from './dataflow';
import { refusalOf } from './laterForms';
import type { GraphNode, Model } from './model';
import { numberLayers } from './numberLayers';
import { factorBehind, findOperand } from './operand';
import { scaleOf } from './scale';
import { findOrigin } from './scoreProgram';
import { headsHint } from './shapeHints';
import { knownDims, knownValues, type PartlyKnown } from './shapeValues';

/**
 * The attention operations of a graph: each softmax is followed back through elementwise operators to a product of two
 * activations and forward to a product with a third. What looks like attention and is not understood is refused with
 * the reason; the softmax of a classifier or router is neither. Says nothing about sizes that only a run knows.
 * @param targets the graph inputs that are the tokens of a target; none in a model that reads one text
 */
export function findBlocks(
  model: Model,
  flow = new Dataflow(model),
  targets: ReadonlySet<string> = new Set(),
): FoundBlocks {
  const found: Candidate[] = [];
  const refused: RefusedBlock[] = [];
  for (const node of flow.order) {
    const seen = look(flow, node);
    if (!seen) continue;
    if ('code' in seen) refused.push({ node: nodeName(node), reason: seen });
    else found.push(seen);
  }
  const kinds = blockKinds(flow, found, targets);
  const layers = numberLayers(kinds.map(({ kind }) => kind));
  const blocks = found.map((candidate, index): AttentionBlock => ({
    layer: layers[index] ?? 0,
    ...(kinds[index] ?? { kind: 'self', queries: 'source', keys: 'source' }),
    ...describe(flow, candidate),
  }));
  return { blocks, refused };
}

interface Candidate {
  readonly softmax: GraphNode;
  readonly axis: number;
  readonly scores: GraphNode;
  readonly program: readonly Step[];
  readonly after: readonly Step[];
  readonly context: GraphNode;
}

/** An attention operation, the reason for a refusal, or undefined where the node has nothing to do with attention. */
function look(flow: Dataflow, node: GraphNode): Candidate | RefusalReason | undefined {
  const refusal = refusalOf(flow.opName(node)) ?? hidden(flow, node);
  if (refusal !== undefined) return refusal;
  if (flow.opName(node) !== 'Softmax') return undefined;
  const [input = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const origin = findOrigin(flow, input);
  const destination = findContext(flow, output);
  if (origin.kind !== 'product') {
    if (destination.kind === 'none') return undefined;
    if (origin.kind === 'otherProduct') return because('scores-operator', { op: origin.op });
    if (origin.kind === 'stopped') {
      return origin.op === 'Concat'
        ? because('attention-sink')
        : because('before-softmax', { op: origin.op });
    }
    return because('scores-unknown');
  }
  if (destination.kind === 'unread') return destination.reason;
  if (destination.kind === 'none') return because('no-values');
  const axis = softmaxAxis(flow, node);
  if (axis === undefined) return because('softmax-axis');
  return {
    softmax: node,
    axis,
    scores: origin.product,
    program: origin.steps,
    after: destination.steps,
    context: destination.product,
  };
}

/** The axis; undefined where it is plainly not the last one. An axis that cannot be judged is left to the run. */
function softmaxAxis(flow: Dataflow, node: GraphNode): number | undefined {
  // Before operator set 13 a missing axis meant 1, with all later axes flattened into it.
  const axis = intAttribute(node, 'axis') ?? ((flow.model.opsets.get('') ?? 13) < 13 ? 1 : -1);
  if (axis === -1) return axis;
  const rank = knownDims(flow, node.inputs[0] ?? '')?.length;
  if (rank === undefined) return axis < 0 ? undefined : axis;
  return (axis < 0 ? axis + rank : axis) === rank - 1 ? axis : undefined;
}

/** Attention in a branch, a loop body or a function of the model's own. */
function hidden(flow: Dataflow, node: GraphNode): RefusalReason | undefined {
  const holds = (nodes: readonly GraphNode[]): boolean =>
    nodes.some(
      (inner) =>
        inner.opType === 'Softmax' ||
        refusalOf(flow.opName(inner)) !== undefined ||
        graphsOf(inner).some((graph) => holds(graph.nodes)) ||
        calledFunction(flow, inner) !== undefined,
    );
  if (graphsOf(node).some((graph) => holds(graph.nodes))) {
    return because('inside-branch', { op: node.opType });
  }
  const called = calledFunction(flow, node);
  return called && holds(called) ? because('inside-function', { name: node.opType }) : undefined;
}

function calledFunction(flow: Dataflow, node: GraphNode): readonly GraphNode[] | undefined {
  return flow.model.functions.find(({ name, domain }) => name === node.opType && domain === node.domain)
    ?.nodes;
}

function describe(
  flow: Dataflow,
  candidate: Candidate,
): Omit<AttentionBlock, 'layer' | 'kind' | 'queries' | 'keys'> {
  const { scores, program, after, context, axis } = candidate;
  const query = findOperand(flow, scores.inputs[0] ?? '', true);
  const key = findOperand(flow, scores.inputs[1] ?? '', true);
  const value = findOperand(flow, context.inputs[1] ?? '', false);
  const hint = headsHint(flow, scores.inputs[0] ?? '', -1);
  const keyHint =
    key.repeatAxis === undefined
      ? headsHint(flow, scores.inputs[1] ?? '', -2)
      : headsHint(flow, key.tensor, -1);
  const factorInTap = factorBehind(flow, query.tensor) * factorBehind(flow, key.tensor);
  return {
    node: nodeName(candidate.softmax),
    heads: hint.heads,
    keyValueHeads: keyHint.heads,
    headSize: hint.headSize ?? keyHint.headSize,
    scale: scaleOf({ query, key, program, factorInTap }, (tensor) => onlyValue(knownValues(flow, tensor))),
    query,
    key,
    value,
    program,
    after,
    axis,
    factorInTap,
    context: context.outputs[0] ?? '',
  };
}

function onlyValue(values: PartlyKnown | undefined): number | undefined {
  return values?.length === 1 ? values[0] : undefined;
}
