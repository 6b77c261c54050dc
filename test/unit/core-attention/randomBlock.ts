import type { AttentionBlock, Operand } from '../../../src/core/onnx/blocks/block';
import { sizeOf, type Tensor, type Tensors } from '../../../src/core/onnx/graph/tensor';

/** A deterministic tensor of values from -1 to 1. */
export function randomTensor(dims: readonly number[], seed = 1): Tensor {
  let state = seed * 7919;
  const data = Float32Array.from({ length: sizeOf(dims) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * 1.5;
  });
  return { type: 'float32', dims, data };
}

const operand = (tensor: string): Operand => ({
  tensor,
  repeatAxis: undefined,
  permutations: [],
  factors: [],
});

export interface Sizes {
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly headSize: number;
  readonly valueSize: number;
}

/** A block q · kᵀ · v without scale or mask, `changes` applied; keys are `[1, heads, keys, headSize]`. */
export function plainBlock(changes: Partial<AttentionBlock> = {}): AttentionBlock {
  return {
    layer: 0,
    kind: 'self',
    queries: 'source',
    keys: 'source',
    node: 'softmax',
    heads: undefined,
    keyValueHeads: undefined,
    headSize: undefined,
    scale: 1,
    query: operand('q'),
    key: { ...operand('k'), permutations: [[0, 1, 3, 2]] },
    value: operand('v'),
    program: [],
    after: [],
    axis: -1,
    factorInTap: 1,
    context: 'c',
    ...changes,
  };
}

/** Tensors for a plain block. The context is the one of `naiveWeights`. */
export function plainTensors(sizes: Sizes, further: Record<string, Tensor> = {}): Map<string, Tensor> {
  const { heads, queries, keys, headSize, valueSize } = sizes;
  const tensors = new Map<string, Tensor>([
    ['q', randomTensor([1, heads, queries, headSize], 2)],
    ['k', randomTensor([1, heads, keys, headSize], 3)],
    ['v', randomTensor([1, heads, keys, valueSize], 4)],
    ...Object.entries(further),
  ]);
  return tensors.set('c', naiveContext(tensors, sizes, naiveWeights(tensors, sizes)));
}

/** softmax(change(q · kᵀ)) by the book, in float64: `[heads][queries][keys]`. */
export function naiveWeights(
  tensors: Tensors,
  { heads, queries, keys, headSize }: Sizes,
  change: (score: number, head: number, query: number, key: number) => number = (score) => score,
): number[][][] {
  const at = (name: string, index: number): number => Number(tensors.get(name)?.data[index]);
  return range(heads, (head) =>
    range(queries, (query) => {
      const scores = range(keys, (key) => {
        let sum = 0;
        for (let i = 0; i < headSize; i++) {
          sum +=
            at('q', (head * queries + query) * headSize + i) * at('k', (head * keys + key) * headSize + i);
        }
        return change(sum, head, query, key);
      });
      const largest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - largest));
      const total = powers.reduce((a, b) => a + b, 0);
      return powers.map((power) => power / total);
    }),
  );
}

export function naiveContext(tensors: Tensors, sizes: Sizes, weights: number[][][]): Tensor {
  const { heads, queries, keys, valueSize } = sizes;
  const data = new Float32Array(heads * queries * valueSize);
  weights.forEach((rows, head) => {
    rows.forEach((row, query) => {
      for (let i = 0; i < valueSize; i++) {
        data[(head * queries + query) * valueSize + i] = row.reduce(
          (sum, weight, key) =>
            sum + weight * Number(tensors.get('v')?.data[(head * keys + key) * valueSize + i]),
          0,
        );
      }
    });
  });
  return { type: 'float32', dims: [1, heads, queries, valueSize], data };
}

function range<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}
