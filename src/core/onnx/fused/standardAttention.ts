import { because, type RefusalReason } from '../../refusalReasons';
import { floatAttribute, intAttribute } from '../graph/attributes';
import type { Operand, StepOperand } from '../blocks/block';
import type { Dataflow } from '../graph/dataflow';
import { beforeRepetition } from '../blocks/repetition';
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
  softCapSteps,
  splitHeads,
} from './layout';
import { lowest, maskIndexSteps } from './masks';
import type { Understood } from './understood';

/** https://onnx.ai/onnx/operators/onnx__Attention.html */
const understood: Understood = {
  inputs: ['Q', 'K', 'V', 'attn_mask', 'past_key', 'past_value', 'nonpad_kv_seqlen'],
  attributes: {
    q_num_heads: 'any',
    kv_num_heads: 'any',
    is_causal: [0, 1],
    scale: 'any',
    softcap: 'any',
    // Of an output more, which changes nothing.
    qk_matmul_output_mode: 'any',
    // float32.
    softmax_precision: [1],
  },
};

/**
 * ONNX's own `Attention` of operator sets 23 and 24, with its later correction (https://github.com/onnx/onnx/pull/8068): a
 * query that sees no key has the context 0. Queries, keys and values are `[batch, length, heads · size]`, with the numbers
 * of heads in attributes, or `[batch, heads, length, size]`.
 */
export const standardAttention: FusedOperator = {
  understood,
  firstOpset: 11,
  read,
};

function read({ flow, node, added, op, named }: FusedNode): FusedBlock | RefusalReason {
  const isCausal = intAttribute(node, 'is_causal') === 1;
  const query = named('Q');
  const heads = intAttribute(node, 'q_num_heads') ?? 0;
  const keyValueHeads = intAttribute(node, 'kv_num_heads') ?? 0;
  // Rotary embeddings leave the values alone, and the values' shape to be seen.
  const rank = (knownDims(flow, query) ?? knownDims(flow, named('V')))?.length;
  const isMerged = heads > 0 && rank !== 4;
  const [key, value] = isMerged ? [named('K'), named('V')] : unrepeated(flow, named('K'), named('V'));
  if (isMerged ? keyValueHeads < 1 : rank === 3) return because('fused-sizes', { op });
  const known = isMerged
    ? { heads, keyValueHeads }
    : { heads: knownDims(flow, query)?.[1], keyValueHeads: knownDims(flow, key)?.[1] };
  // Where the heads are not known, their number among the queries tells the run whether keys are repeated.
  const repeats = known.heads === undefined || known.heads !== known.keyValueHeads;
  const queries = isMerged ? splitHeads(added, query, heads) : query;
  const hasPast = named('past_key') !== '';
  const keyOrValue = (role: 'key' | 'value', tensor: string, output: 1 | 2): Operand => {
    if (hasPast) return operandOf(added.outputOf(node, output), 'headsFirst', role, repeats);
    if (!isMerged) return operandOf(tensor, 'headsFirst', role, repeats);
    return operandOf(splitHeads(added, tensor, keyValueHeads), 'lengthFirst', role, repeats);
  };
  const headSize = headSizeOf(knownWidth(flow, query), isMerged ? heads : 1);
  const valid = named('nonpad_kv_seqlen');
  const lengthAxis = isMerged ? 1 : 2;
  // With keys that are all there but not all valid, the last query stands at the last valid one.
  const earlier: StepOperand = hasPast
    ? { tensor: sizeOfAxis(added, named('past_key'), 2), isScalar: true }
    : valid === ''
      ? { constant: 0 }
      : { tensor: added.op('Sub', [valid, sizeOfAxis(added, query, lengthAxis)]), isScalar: true };
  const mask = named('attn_mask');
  return {
    query: operandOf(queries, isMerged ? 'lengthFirst' : 'headsFirst', 'query'),
    key: keyOrValue('key', key, 1),
    value: keyOrValue('value', value, 2),
    program: [
      scaleStep(added, floatAttribute(node, 'scale'), headSize, queries),
      ...softCapSteps(floatAttribute(node, 'softcap')),
      ...(mask === '' ? [] : [{ op: 'MaskOrBias', mask, fill: lowest } as const]),
      ...(isCausal ? [{ op: 'Causal', earlier, window: undefined, fill: lowest } as const] : []),
      ...maskIndexSteps(valid, lowest),
      { op: 'NoKeys', masked: lowest },
    ],
    after: [{ op: 'NanToZero' }],
    ...(isMerged
      ? contextByHead(added, node, heads)
      : { context: added.outputOf(node, 0), contextAxes: undefined }),
    ...known,
    headSize,
    from: [query, key],
    isCross: false,
  };
}

/** Keys and values before their heads are repeated, as transformers does it in front of the operator. */
function unrepeated(flow: Dataflow, key: string, value: string): readonly [key: string, value: string] {
  const before = [beforeRepetition(flow, key), beforeRepetition(flow, value)] as const;
  // Only both have one number of heads.
  return before[0] === key || before[1] === value ? [key, value] : before;
}
