import { because, type RefusalReason } from '../../refusalReasons';
import { floatAttribute, intAttribute } from '../graph/attributes';
import type { StepOperand } from '../blocks/block';
import type { Dataflow } from '../graph/dataflow';
import { knownDims } from '../values/shapeValues';
import type { AddedNodes } from './addedNodes';
import type { FusedBlock } from './fusedBlock';
import type { FusedNode, FusedOperator } from './fusedOperator';
import {
  contextByHead,
  headSizeOf,
  knownWidth,
  operandOf,
  scaleStep,
  sliced,
  sizeOfAxis,
  splitHeads,
} from './layout';
import { biasSteps, defaultFilter, lowest, maskIndexSteps } from './masks';
import type { Understood } from './understood';

/** https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MultiHeadAttention */
const understood: Understood = {
  inputs: [
    'query',
    'key',
    'value',
    'bias',
    'key_padding_mask',
    'attention_bias',
    'past_key',
    'past_value',
    'past_sequence_length',
    'cache_indirection',
  ],
  unread: ['past_sequence_length', 'cache_indirection'],
  attributes: { num_heads: 'any', unidirectional: [0, 1], scale: 'any', mask_filter_value: 'any' },
};

/**
 * `com.microsoft.MultiHeadAttention`: attention after the linear layers, whose bias it may hold. Keys and values are
 * `[batch, length, width]`, or `[batch, heads, length, size]` where they come from an encoder. Packed forms run on
 * graphics processors only.
 */
export const multiHeadAttention: FusedOperator = {
  understood,
  firstOpset: 11,
  read,
};

function read({ flow, node, added, op, named }: FusedNode): FusedBlock | RefusalReason {
  const heads = intAttribute(node, 'num_heads') ?? 0;
  if (heads < 1) return because('fused-sizes', { op });
  const [query, key, value] = [named('query'), named('key'), named('value')];
  if (key === '') return because('fused-engine', { op, input: 'query' });
  if (value === '') return because('fused-engine', { op, input: 'key' });

  const bounds = biasBounds(flow, added, query, key);
  const withBias = (tensor: string, part: 0 | 1 | 2): string => {
    const bias = named('bias');
    if (bias === '') return tensor;
    return added.op('Add', [tensor, sliced(added, bias, 0, bounds[part] ?? 0, bounds[part + 1] ?? '')]);
  };
  const queries = splitHeads(added, withBias(query, 0), heads);
  const isFromEncoder = knownDims(flow, key)?.length === 4;
  const hasPast = named('past_key') !== '';
  const keyOrValue = (role: 'key' | 'value', tensor: string, part: 1 | 2) => {
    if (isFromEncoder) return operandOf(tensor, 'headsFirst', role);
    if (hasPast) return operandOf(added.outputOf(node, part), 'headsFirst', role);
    return operandOf(splitHeads(added, withBias(tensor, part), heads), 'lengthFirst', role);
  };
  const width = knownWidth(flow, query) ?? (isFromEncoder ? undefined : knownWidth(flow, key));
  const headSize = headSizeOf(width, heads);
  const earlier: StepOperand = hasPast
    ? { tensor: sizeOfAxis(added, named('past_key'), 2), isScalar: true }
    : { constant: 0 };
  const isCausal = intAttribute(node, 'unidirectional') === 1;
  return {
    query: operandOf(queries, 'lengthFirst', 'query'),
    key: keyOrValue('key', key, 1),
    value: keyOrValue('value', value, 2),
    program: [
      scaleStep(added, floatAttribute(node, 'scale'), headSize, queries),
      ...maskIndexSteps(
        named('key_padding_mask'),
        floatAttribute(node, 'mask_filter_value') ?? defaultFilter,
      ),
      ...(isCausal ? [{ op: 'Causal', earlier, window: undefined, fill: lowest } as const] : []),
      ...biasSteps(named('attention_bias')),
    ],
    ...contextByHead(added, node, heads),
    heads,
    keyValueHeads: heads,
    headSize,
    from: [query, key],
    isCross: isFromEncoder,
  };
}

/** Where the parts of queries, keys and values begin in the bias, and where the last ends: numbers or tensors int64 `[1]`. */
function biasBounds(
  flow: Dataflow,
  added: AddedNodes,
  query: string,
  key: string,
): readonly (number | string)[] {
  const beyond = 2 ** 31 - 1;
  const width =
    knownWidth(flow, query) ?? (knownDims(flow, key)?.length === 3 ? knownWidth(flow, key) : undefined);
  if (width !== undefined) return [0, width, 2 * width, beyond];
  const open = sizeOfAxis(added, query, 2);
  return [0, open, added.op('Add', [open, open]), beyond];
}
