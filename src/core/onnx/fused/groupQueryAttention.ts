import { because, type RefusalReason } from '../../refusalReasons';
import { floatAttribute, intAttribute } from '../graph/attributes';
import type { Step, StepOperand } from '../blocks/block';
import type { GraphNode } from '../graph/model';
import type { AddedNodes } from './addedNodes';
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
  softCapSteps,
  splitHeads,
} from './layout';
import { biasSteps } from './masks';
import type { Understood } from './understood';

/** https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.GroupQueryAttention */
const understood: Understood = {
  inputs: [
    'query',
    'key',
    'value',
    'past_key',
    'past_value',
    'seqlens_k',
    'total_sequence_length',
    'cos_cache',
    'sin_cache',
    'position_ids',
    'attention_bias',
    'head_sink',
    'k_scale',
    'v_scale',
    'q_norm_weight',
    'k_norm_weight',
  ],
  unread: ['k_scale', 'v_scale'],
  attributes: {
    num_heads: 'any',
    kv_num_heads: 'any',
    scale: 'any',
    softcap: 'any',
    local_window_size: 'any',
    do_rotary: [0, 1],
    rotary_interleaved: [0, 1],
    smooth_softmax: [-1, 0, 1],
    // An output more, which changes nothing.
    qk_output: 'any',
    k_quant_type: ['NONE'],
    v_quant_type: ['NONE'],
    // They say something about inputs that are not read.
    kv_cache_bit_width: 'any',
    qk_norm_epsilon: 'any',
  },
};
const int64 = 7;

/**
 * `com.microsoft.GroupQueryAttention`: causal attention with grouped heads, which may turn queries and keys by their
 * positions and holds a cache. Its keys, turned, are those that it hands on to a next step; the queries are turned by the
 * operator `RotaryEmbedding`, whose kernel is the same.
 */
export const groupQueryAttention: FusedOperator = {
  understood,
  // `Max` takes integers from there on.
  firstOpset: 12,
  read,
};

function read({ flow, node, added, op, named }: FusedNode): FusedBlock | RefusalReason {
  const norm = ['q_norm_weight', 'k_norm_weight'].find((input) => named(input) !== '');
  if (norm !== undefined) return because('fused-engine', { op, input: norm });
  const heads = intAttribute(node, 'num_heads') ?? 0;
  const keyValueHeads = intAttribute(node, 'kv_num_heads') ?? 0;
  if (heads < 1 || keyValueHeads < 1 || heads % keyValueHeads !== 0) return because('fused-sizes', { op });
  const window = intAttribute(node, 'local_window_size') ?? -1;
  if (window === 0) return because('fused-attribute', { op, attribute: 'local_window_size' });
  const [query, key] = [named('query'), named('key')];
  const isPacked = key === '';
  const allHeads = heads + 2 * keyValueHeads;
  const headSize = headSizeOf(knownWidth(flow, query), isPacked ? allHeads : heads);
  const earlier = named('past_key') === '' ? undefined : earlierKeys(added, query, named('seqlens_k'));

  let queries = isPacked
    ? sliced(added, splitHeads(added, query, allHeads), 2, 0, heads)
    : splitHeads(added, query, heads);
  if (intAttribute(node, 'do_rotary') === 1) {
    const half = knownWidth(flow, named('cos_cache'));
    if (half === undefined) return because('fused-sizes', { op });
    const positions = named('position_ids') || (earlier ?? added.ints(0));
    const merged = added.op('Reshape', [queries, added.ints(0, 0, -1)]);
    const turned = added.op('RotaryEmbedding', [merged, positions, named('cos_cache'), named('sin_cache')], {
      domain: 'com.microsoft',
      attributes: {
        interleaved: intAttribute(node, 'rotary_interleaved') ?? 0,
        num_heads: heads,
        rotary_embedding_dim: 2 * half,
      },
    });
    queries = splitHeads(added, turned, heads);
  }
  const repeats = keyValueHeads < heads;
  const causal: Step = {
    op: 'Causal',
    earlier: earlier === undefined ? { constant: 0 } : { tensor: earlier, isScalar: true },
    window: window > 0 ? window : undefined,
    // The kernel's softmax is over the keys in sight.
    fill: -Infinity,
  };
  return {
    sink: sinkOf(node, added, named('head_sink'), heads),
    query: operandOf(queries, 'lengthFirst', 'query'),
    key: operandOf(added.outputOf(node, 1), 'headsFirst', 'key', repeats),
    value: operandOf(added.outputOf(node, 2), 'headsFirst', 'value', repeats),
    program: [
      scaleStep(added, floatAttribute(node, 'scale'), headSize, queries),
      ...softCapSteps(floatAttribute(node, 'softcap')),
      ...biasSteps(named('attention_bias')),
      causal,
    ],
    ...contextByHead(added, node, heads),
    heads,
    keyValueHeads,
    headSize,
    from: [query, isPacked ? query : key],
    isCross: false,
  };
}

/** A sink for each head, `[heads]`, or for all of them the 0 of the smooth softmax. */
function sinkOf(node: GraphNode, added: AddedNodes, sinks: string, heads: number): StepOperand | undefined {
  if (sinks !== '') {
    return { tensor: added.op('Reshape', [sinks, added.ints(1, heads, 1, 1)]), isScalar: false };
  }
  return intAttribute(node, 'smooth_softmax') === 1 ? { constant: 0 } : undefined;
}

/** How many keys stand before the first query, int64 `[1]`: `seqlens_k` is the place of the last one. */
function earlierKeys(added: AddedNodes, query: string, lastPlace: string): string {
  const flat = added.op('Reshape', [lastPlace, added.ints(1)]);
  const keys = added.op('Add', [added.op('Cast', [flat], { attributes: { to: int64 } }), added.ints(1)]);
  return added.op('Max', [added.op('Sub', [keys, sizeOfAxis(added, query, 1)]), added.ints(0)]);
}
