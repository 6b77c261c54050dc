import { because, type RefusalReason } from '../../refusalReasons';
import { floatAttribute, intAttribute, intsAttribute } from '../graph/attributes';
import type { StepOperand } from '../blocks/block';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { knownDims } from '../values/shapeValues';
import type { FusedBlock } from './fusedBlock';
import type { FusedNode, FusedOperator } from './fusedOperator';
import {
  contextByHead,
  headSizeOf,
  knownWidth,
  operandOf,
  scaleStep,
  sizeOfAxis,
  sliced,
  splitHeads,
} from './layout';
import { biasSteps, defaultFilter, lowest, maskIndexSteps } from './masks';
import type { Understood } from './understood';

/** https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.Attention */
const understood: Understood = {
  inputs: ['input', 'weights', 'bias', 'mask_index', 'past', 'attention_bias', 'past_sequence_length'],
  unread: ['past_sequence_length'],
  attributes: {
    num_heads: 'any',
    unidirectional: [0, 1],
    scale: 'any',
    mask_filter_value: 'any',
    qkv_hidden_sizes: 'any',
    // It says something about `do_rotary` only.
    rotary_embedding_dim: 'any',
    do_rotary: [0],
    past_present_share_buffer: [0],
  },
};

/** `com.microsoft.QAttention`: the same with input and weights as integers; scales are per tensor or per column. */
const understoodQuantised: Understood = {
  inputs: [
    'input',
    'weights',
    'bias',
    'input_scale',
    'weight_scale',
    'mask_index',
    'input_zero_point',
    'weight_zero_point',
    'past',
  ],
  attributes: {
    num_heads: 'any',
    unidirectional: [0, 1],
    scale: 'any',
    mask_filter_value: 'any',
    do_rotary: [0],
    past_present_share_buffer: [0],
  },
};

/** The operator set from which on `DequantizeLinear` has an axis. */
const firstPerColumn = 13;

/**
 * `com.microsoft.Attention`: self-attention with the linear layers of queries, keys and values in one weight
 * `[input, queries + keys + values]`. Keys and values are those that the operator hands on to a next step, so that only
 * the queries are computed a second time.
 */
export const packedAttention: FusedOperator = {
  understood,
  firstOpset: 11,
  read: (fused) => {
    const { added, named } = fused;
    return readPacked(fused, (from, to) => {
      const weights = sliced(added, named('weights'), 1, from, to);
      return added.op('MatMul', [named('input'), weights]);
    });
  },
};

/** `com.microsoft.QAttention`, what becomes of `Attention` where its weights are quantised to eight bits. */
export const quantisedAttention: FusedOperator = {
  understood: understoodQuantised,
  firstOpset: 11,
  read: readQuantised,
};

function readQuantised(fused: FusedNode): FusedBlock | RefusalReason {
  const { flow, added, op, named } = fused;
  const scaleDims = knownDims(flow, named('weight_scale'));
  if (!scaleDims) return because('fused-sizes', { op });
  const isPerColumn = scaleDims.length === 1 && scaleDims[0] !== 1;
  const version = flow.model.opsets.get('') ?? 0;
  if (isPerColumn && version < firstPerColumn) {
    return because('fused-opset', { op, version });
  }
  const dequantised = (tensor: string, scale: string, zeroPoint: string): string =>
    added.op('DequantizeLinear', [tensor, scale, zeroPoint].slice(0, zeroPoint === '' ? 2 : 3), {
      attributes: isPerColumn && tensor !== named('input') ? { axis: 1 } : {},
    });
  return readPacked(fused, (from, to) => {
    const part = (tensor: string): string =>
      isPerColumn && tensor !== '' ? sliced(added, tensor, 0, from, to) : tensor;
    const input = dequantised(named('input'), named('input_scale'), named('input_zero_point'));
    const weights = dequantised(
      sliced(added, named('weights'), 1, from, to),
      part(named('weight_scale')),
      part(named('weight_zero_point')),
    );
    return added.op('MatMul', [input, weights]);
  });
}

/** @param multiply the product of the input with the weights' columns `from` to `to` */
function readPacked(
  { flow, node, added, op, named }: FusedNode,
  multiply: (from: number, to: number) => string,
): FusedBlock | RefusalReason {
  const heads = intAttribute(node, 'num_heads') ?? 0;
  const mask = named('mask_index');
  if (mask !== '' && knownDims(flow, mask)?.length === 4) {
    return because('fused-engine', { op, input: 'mask_index' });
  }
  const { queries, values } = hiddenSizes(flow, node, named('weights')) ?? {};
  const headSize = headSizeOf(queries, heads);
  if (queries === undefined || values === undefined || headSize === undefined) {
    return because('fused-sizes', { op });
  }

  const project = (from: number, to: number): string => {
    const product = multiply(from, to);
    const bias = named('bias');
    const whole = bias === '' ? product : added.op('Add', [product, sliced(added, bias, 0, from, to)]);
    return splitHeads(added, whole, heads);
  };
  const query = project(0, queries);
  const givesState = values === queries;
  const state = (index: number): string =>
    added.op('Gather', [added.outputOf(node, 1), added.int(index)], { attributes: { axis: 0 } });
  const key = givesState
    ? operandOf(state(0), 'headsFirst', 'key')
    : operandOf(project(queries, 2 * queries), 'lengthFirst', 'key');
  const value = givesState
    ? operandOf(state(1), 'headsFirst', 'value')
    : operandOf(project(2 * queries, 2 * queries + values), 'lengthFirst', 'value');
  const past = named('past');
  const earlier: StepOperand =
    past === '' ? { constant: 0 } : { tensor: sizeOfAxis(added, past, 3), isScalar: true };
  const isCausal = intAttribute(node, 'unidirectional') === 1;
  return {
    query: operandOf(query, 'lengthFirst', 'query'),
    key,
    value,
    program: [
      scaleStep(added, floatAttribute(node, 'scale'), headSize, query),
      ...maskIndexSteps(mask, floatAttribute(node, 'mask_filter_value') ?? defaultFilter),
      ...(isCausal ? [{ op: 'Causal', earlier, window: undefined, fill: lowest } as const] : []),
      ...biasSteps(named('attention_bias')),
    ],
    ...contextByHead(added, node, heads),
    heads,
    keyValueHeads: heads,
    headSize,
    from: [named('input'), named('input')],
    isCross: false,
  };
}

/** The widths of queries (and keys) and of values. */
function hiddenSizes(
  flow: Dataflow,
  node: GraphNode,
  weights: string,
): { readonly queries: number; readonly values: number } | undefined {
  const [queries, keys, values] = intsAttribute(node, 'qkv_hidden_sizes') ?? [];
  if (queries !== undefined && values !== undefined)
    return queries === keys ? { queries, values } : undefined;
  const width = knownWidth(flow, weights);
  return width === undefined || width % 3 !== 0 ? undefined : { queries: width / 3, values: width / 3 };
}
