import { because, type RefusalReason } from '../../refusalReasons';
import { intAttribute } from '../graph/attributes';
import { attentionSink } from './attentionSink';
import type { AttentionBlock, FoundBlocks, Operand, RefusedBlock, Step, StepOperand } from './block';
import { blockKinds } from './blockKinds';
import { findContext } from './contextProduct';
import { graphsOf, nodeName, type Dataflow } from '../graph/dataflow';
import { flowWithFused } from '../fused/flowWithFused';
import type { FusedBlock } from '../fused/fusedBlock';
import { refusalOf } from './laterForms';
import type { GraphNode, Model } from '../graph/model';
import { numberLayers } from './numberLayers';
import { factorBehind, findOperand } from './operand';
import type { Product } from './product';
import { scaleOf } from './scale';
import { findOrigin } from './scoreProgram';
import { headsHint } from '../values/shapeHints';
import { knownDims, knownValues, type PartlyKnown } from '../values/shapeValues';

/**
 * The attention operations of a graph: each softmax is followed back through elementwise operators to a product of two
 * activations and forward to a product with a third. What looks like attention and is not understood is refused with
 * the reason; the softmax of a classifier or router is neither. Says nothing about sizes that only a run knows.
 * A fused operator is read by its specification.
 * @param flow as `flowWithFused` makes it
 * @param targets the graph inputs that are the tokens of a target; none in a model that reads one text
 */
export function findBlocks(
  model: Model,
  flow = flowWithFused(model),
  targets: ReadonlySet<string> = new Set(),
): FoundBlocks {
  const found: Found[] = [];
  const refused: RefusedBlock[] = [];
  for (const node of flow.order) {
    const seen = look(flow, node);
    if (!seen) continue;
    if ('code' in seen) refused.push({ node: nodeName(node), reason: seen });
    else found.push(seen);
  }
  const kinds = blockKinds(flow, found, targets);
  const layers = numberLayers(kinds.map(({ kind }) => kind));
  const blocks = found.map((each, index): AttentionBlock => ({
    layer: layers[index] ?? 0,
    ...(kinds[index] ?? { kind: 'self', queries: 'source', keys: 'source' }),
    ...('softmax' in each ? describe(flow, each) : describeFused(flow, each)),
  }));
  return { blocks, refused };
}

type Found = Candidate | FusedCandidate;

interface FusedCandidate extends FusedBlock {
  readonly node: GraphNode;
  readonly scores: { readonly left: string; readonly right: string };
}

interface Candidate {
  readonly softmax: GraphNode;
  readonly axis: number;
  readonly scores: Product;
  readonly program: readonly Step[];
  readonly sink: StepOperand | undefined;
  readonly after: readonly Step[];
  readonly context: Product;
}

/** An attention operation, the reason for a refusal, or undefined where the node has nothing to do with attention. */
function look(flow: Dataflow, node: GraphNode): Found | RefusalReason | undefined {
  const fused = flow.fused.get(node);
  if (fused) {
    if ('code' in fused) return fused;
    const [left, right] = fused.from;
    return { ...fused, node, scores: { left, right } };
  }
  const refusal = refusalOf(flow.opName(node)) ?? hidden(flow, node);
  if (refusal !== undefined) return refusal;
  if (flow.opName(node) !== 'Softmax') return undefined;
  const withSink = attentionSink(flow, node);
  const origin = findOrigin(flow, withSink?.scores ?? node.inputs[0] ?? '');
  const destination = findContext(flow, withSink?.weights ?? node.outputs[0] ?? '');
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
    sink: withSink?.sink,
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
  return flow.calledFunction(node)?.nodes;
}

function describe(
  flow: Dataflow,
  candidate: Candidate,
): Omit<AttentionBlock, 'layer' | 'kind' | 'queries' | 'keys'> {
  const { scores, program, sink, after, context, axis } = candidate;
  const query = turned(findOperand(flow, scores.left, true, scores.quantised?.left), scores.axes?.left);
  const key = turned(findOperand(flow, scores.right, true, scores.quantised?.right), scores.axes?.right);
  const value = turned(
    findOperand(flow, context.right, false, context.quantised?.right),
    context.axes?.right,
  );
  const hint = headsHint(flow, scores.left, -1, scores.axes?.left);
  const keyHint =
    key.repeatAxis === undefined
      ? headsHint(flow, scores.right, -2, scores.axes?.right)
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
    sink,
    after,
    axis,
    factorInTap,
    context: context.result ?? context.node.outputs[0] ?? '',
    contextAxes: context.axes?.output,
  };
}

function describeFused(
  flow: Dataflow,
  fused: FusedCandidate,
): Omit<AttentionBlock, 'layer' | 'kind' | 'queries' | 'keys'> {
  const { node, query, key, value, program, after = [], context, contextAxes } = fused;
  const { heads, keyValueHeads, headSize, sink } = fused;
  const scaled = { query, key, program, factorInTap: 1 };
  return {
    ...scaled,
    node: nodeName(node),
    heads,
    keyValueHeads,
    headSize,
    scale: scaleOf(scaled, (tensor) => onlyValue(knownValues(flow, tensor))),
    value,
    sink,
    after,
    axis: -1,
    context,
    contextAxes,
  };
}

/** An operand whose axes the product takes in another order. */
function turned(operand: Operand, axes: readonly number[] | undefined): Operand {
  return axes ? { ...operand, permutations: [...operand.permutations, axes] } : operand;
}

function onlyValue(values: PartlyKnown | undefined): number | undefined {
  return values?.length === 1 ? values[0] : undefined;
}
