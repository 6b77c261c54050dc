import type { AttentionBlock, BlockKind } from '../onnx/blocks/block';
import { keptFactor, leadingFactors, scaleOf } from '../onnx/blocks/scale';
import { sizeOf, type Tensors } from '../onnx/graph/tensor';
import type { BoundBlock, Precision } from './boundBlock';
import { asFloats, asScalar } from './floats';
import { contextRow, scoreRow } from './products';
import { RefusalError } from './refusal';
import { rowOperand } from './rowOperand';
import { rowProgram } from './rowProgram';
import { softmaxRow } from './softmaxRow';
import { batchOf, denseData, matricesOf, tapped, transposed, viewOf, withDenseRows } from './view';

export interface BindOptions {
  /** The numbers of tokens that rows and columns may stand for; without them any size is taken. */
  readonly lengths?: readonly number[];
}

/**
 * Binds a block to the tensors of one run. Keeps them, copies none but keys or values that the graph has transposed.
 * Throws a {@link RefusalError} where the run shows that the block is not what it seemed.
 */
export function bindBlock(block: AttentionBlock, tensors: Tensors, options: BindOptions = {}): BoundBlock {
  const query = viewOf(block.query, tensors);
  const key = transposed(viewOf(block.key, tensors));
  const value = viewOf(block.value, tensors);
  const batch = batchOf(query.dims.slice(0, -2), key);
  const q = withDenseRows(matricesOf(query, batch));
  const k = withDenseRows(matricesOf(key, batch));
  if (q.columns !== k.columns) throw new RefusalError('sizes-misfit');

  const valueOf = (name: string): number | undefined => asScalar(tensors.get(name));
  const factor = keptFactor(block, valueOf);
  if (factor === undefined) throw new RefusalError('scale-no-scalar');
  const steps = block.program.slice(leadingFactors(block.program).length);
  const program = rowProgram(steps, [...batch, q.rows, k.rows], tensors);
  if (block.axis !== -1 && block.axis !== program.shape.length - 1) {
    throw new RefusalError('softmax-axis');
  }
  const sink = block.sink && rowOperand(block.sink, program.shape, tensors);
  const after = rowProgram(block.after, program.shape, tensors);
  const weightsBatch = after.shape.slice(0, -2);
  const v = withDenseRows(matricesOf(value, batchOf(weightsBatch, value)));
  const [queries, keys] = [q.rows, k.rows];
  const heads = sizeOf(weightsBatch);
  const valueSize = v.columns;
  const graphContext = contextOf(block, weightsBatch, tensors);
  if (v.rows !== keys || v.starts.length !== heads || graphContext.length !== heads * queries * valueSize) {
    throw new RefusalError('values-misfit');
  }
  checkLengths(queries, keys, options.lengths ?? []);

  const scores = new Float32Array(keys);
  const weights = new Float32Array(keys);
  const row = (head: number, at: number, out: Float32Array, outOffset = 0): void => {
    const index = head * queries + at;
    scoreRow(q, k, head, at, factor, scores);
    for (const step of program.steps) step(scores, index);
    softmaxRow(scores, out, outOffset, sink?.data[sink.start(index)]);
    if (after.steps.length === 0) return;
    const written = out.subarray(outOffset, outOffset + keys);
    for (const step of after.steps) step(written, index);
  };
  return {
    block,
    kind: kindOf(block.kind, heads, queries, keys, row),
    heads,
    keyValueHeads: new Set(k.starts).size,
    headSize: q.columns,
    valueSize,
    queries,
    keys,
    precision: precisionOf(block, tensors),
    scale: scaleOf(block, valueOf),
    row,
    context: (head, at) => {
      row(head, at, weights);
      return contextRow(v, head, weights);
    },
    graphContext: (head, at) => {
      const start = (head * queries + at) * valueSize;
      return graphContext.subarray(start, start + valueSize);
    },
  };
}

/** The graph's own Σ αV, `[…, queries, valueSize]`. */
function contextOf(block: AttentionBlock, batch: readonly number[], tensors: Tensors): Float32Array {
  const { context, contextAxes } = block;
  if (!contextAxes) return asFloats(tapped(tensors, context));
  const operand = { tensor: context, repeatAxis: undefined, permutations: [contextAxes], factors: [] };
  return denseData(matricesOf(viewOf(operand, tensors), batch));
}

function precisionOf({ program, after, context }: AttentionBlock, tensors: Tensors): Precision {
  if ([...program, ...after].some(({ op }) => op === 'Quantise')) return 'rounded';
  return tapped(tensors, context).type === 'float16' ? 'float16' : 'float32';
}

function checkLengths(queries: number, keys: number, lengths: readonly number[]): void {
  if (lengths.length === 0 || (lengths.includes(queries) && lengths.includes(keys))) return;
  if (keys === 1) throw new RefusalError('one-key');
  throw new RefusalError('not-tokens', { queries, keys });
}

/** Causal is a matter of the weights: above the diagonal they are exactly 0. A few rows of every head tell. */
function kindOf(
  guess: BlockKind,
  heads: number,
  queries: number,
  keys: number,
  row: (head: number, query: number, out: Float32Array) => void,
): BlockKind {
  if (guess === 'cross' || queries !== keys || queries < 2) return guess;
  const weights = new Float32Array(keys);
  for (const query of new Set([0, (queries - 1) >> 1, queries - 2])) {
    for (let head = 0; head < heads; head++) {
      row(head, query, weights);
      if (weights.subarray(query + 1).some((weight) => weight !== 0)) return 'self';
    }
  }
  return 'causal';
}
