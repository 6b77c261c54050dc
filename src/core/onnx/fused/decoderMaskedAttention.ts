import { because, type RefusalReason } from '../../refusalReasons';
import { floatAttribute, intAttribute } from '../graph/attributes';
import type { FusedBlock } from './fusedBlock';
import type { FusedNode, FusedOperator } from './fusedOperator';
import { contextByHead, headSizeOf, knownWidth, operandOf, scaleStep, sliced, splitHeads } from './layout';
import { biasSteps, defaultFilter, maskIndexSteps } from './masks';
import type { Understood } from './understood';

/** https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.DecoderMaskedMultiHeadAttention */
const understood: Understood = {
  inputs: [
    'query',
    'key',
    'value',
    'mask_index',
    'attention_bias',
    'past_key',
    'past_value',
    'past_sequence_length',
    'beam_width',
    'cache_indirection',
    'bias',
  ],
  unread: ['beam_width', 'cache_indirection'],
  attributes: {
    num_heads: 'any',
    scale: 'any',
    mask_filter_value: 'any',
    past_present_share_buffer: [0, 1],
    output_qk: [0, 1],
  },
};

/**
 * `com.microsoft.DecoderMaskedMultiHeadAttention`: one query, over a buffer of keys of which those up to the query's own
 * are filled, or over an encoder's keys `[batch, heads, length, size]`.
 */
export const decoderMaskedAttention: FusedOperator = {
  understood,
  firstOpset: 11,
  read,
};

function read({ flow, node, added, op, named }: FusedNode): FusedBlock | RefusalReason {
  const heads = intAttribute(node, 'num_heads') ?? 0;
  if (heads < 1) return because('fused-sizes', { op });
  const [query, key, value] = [named('query'), named('key'), named('value')];
  if (key === '' || value === '') return because('fused-engine', { op, input: 'query' });
  const width = knownWidth(flow, query);
  const bias = named('bias');
  if (bias !== '' && width === undefined) return because('fused-sizes', { op });
  const whole = bias === '' ? query : added.op('Add', [query, sliced(added, bias, 0, 0, width ?? 0)]);
  const queries = splitHeads(added, whole, heads);
  const isCross = named('past_key') === '';
  const filled = (part: 1 | 2): string => {
    const int64 = 7;
    const length = added.op('Reshape', [named('past_sequence_length'), added.ints(1)]);
    const end = added.op('Add', [added.op('Cast', [length], { attributes: { to: int64 } }), added.ints(1)]);
    return sliced(added, added.outputOf(node, part), 2, 0, end);
  };
  if (!isCross && named('past_sequence_length') === '') {
    return because('fused-input', { op, input: 'past_sequence_length' });
  }
  const headSize = headSizeOf(width, heads);
  return {
    query: operandOf(queries, 'lengthFirst', 'query'),
    key: operandOf(isCross ? key : filled(1), 'headsFirst', 'key'),
    value: operandOf(isCross ? value : filled(2), 'headsFirst', 'value'),
    program: [
      scaleStep(added, floatAttribute(node, 'scale'), headSize, queries),
      ...maskIndexSteps(named('mask_index'), floatAttribute(node, 'mask_filter_value') ?? defaultFilter),
      ...biasSteps(named('attention_bias')),
    ],
    ...contextByHead(added, node, heads),
    heads,
    keyValueHeads: heads,
    headSize,
    from: [query, key],
    isCross,
  };
}
