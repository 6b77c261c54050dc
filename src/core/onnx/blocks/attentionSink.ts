import { intAttribute, intsAttribute } from '../graph/attributes';
import type { StepOperand } from './block';
import { constantValues } from '../values/constantValues';
import { cutAxis } from '../values/cutAxis';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { knownDims, type PartlyKnown } from '../values/shapeValues';
import { isPassing, stepOperand } from './stepThrough';

/** A softmax over the scores and one learnt number more, whose weight is dropped (https://arxiv.org/abs/2309.17453). */
export interface AttentionSink {
  /** The scores alone. */
  readonly scores: string;
  /** The number of each head, `[…, heads, 1, 1]`. */
  readonly sink: StepOperand;
  /** The weights without that of the sink. */
  readonly weights: string;
}

/**
 * `Slice(Softmax(Concat(scores, sink)), …, -1)` as transformers writes it: the sink is the same in every run and the last
 * of its row, and the largest number of the row may be subtracted first, which changes no weight.
 */
export function attentionSink(flow: Dataflow, softmax: GraphNode): AttentionSink | undefined {
  const concat = flow.producer(withoutMaximum(flow, softmax.inputs[0] ?? ''));
  const [scores = '', sink = '', ...more] = concat?.inputs ?? [];
  if (concat?.opType !== 'Concat' || more.length > 0 || !isLast(flow, concat)) return undefined;
  const operand = stepOperand(flow, sink);
  const weights = withoutLast(flow, softmax.outputs[0] ?? '');
  const isLearnt =
    'constant' in operand || (flow.isConstant(operand.tensor) && dimsOf(flow, operand.tensor)?.at(-1) === 1);
  return weights !== undefined && isLearnt ? { scores, sink: operand, weights } : undefined;
}

function dimsOf(flow: Dataflow, constant: string): PartlyKnown | undefined {
  return constantValues(flow, constant)?.dims ?? knownDims(flow, constant);
}

/** What is behind `x - ReduceMax(x)` over the last axis. */
function withoutMaximum(flow: Dataflow, tensor: string): string {
  const node = flow.producer(tensor);
  const [row = '', subtracted = ''] = node?.inputs ?? [];
  const largest = flow.producer(subtracted);
  if (node?.opType !== 'Sub' || largest?.opType !== 'ReduceMax' || largest.inputs[0] !== row) return tensor;
  const axes = intsAttribute(largest, 'axes') ?? constantValues(flow, largest.inputs[1] ?? '')?.values;
  const isOfRow = axes?.length === 1 && axes[0] === -1 && intAttribute(largest, 'keepdims') !== 0;
  return isOfRow ? row : tensor;
}

/** The tensor without the last of each row, where nothing else is read of it. */
function withoutLast(flow: Dataflow, tensor: string): string | undefined {
  const [node, ...others] = flow.consumersOf(tensor);
  if (!node || others.length > 0) return undefined;
  const [output = ''] = node.outputs;
  if (isPassing(node)) return withoutLast(flow, output);
  if (node.opType !== 'Slice' || !isLast(flow, node)) return undefined;
  const bound = (name: string, input: number): number | undefined =>
    (intsAttribute(node, name) ?? constantValues(flow, node.inputs[input] ?? '')?.values)?.[0];
  const step = node.inputs[4] === undefined ? 1 : constantValues(flow, node.inputs[4])?.values[0];
  return bound('starts', 1) === 0 && bound('ends', 2) === -1 && step === 1 ? output : undefined;
}

/** Whether a `Concat` or `Slice` of scores is along the last of four axes. */
function isLast(flow: Dataflow, node: GraphNode): boolean {
  const axis = cutAxis(flow, node);
  return axis === -1 || axis === 3;
}
