import type { Dataflow } from '../graph/dataflow';
import { sizeOf } from '../graph/tensor';

/** Operators that make float32 weights of what a file stores; engines do that once, while they load. */
const unpacking: ReadonlySet<string> = new Set(['Cast', 'DequantizeLinear']);

/** Bytes that the constants of a graph take in an engine: those stored in half precision or less count as float32. */
export function weightBytes(flow: Dataflow): number {
  let sum = 0;
  for (const [name, { dims, type }] of flow.graph.initializers) {
    const isUnpacked = flow.consumersOf(name).some((node) => unpacking.has(node.opType));
    sum += sizeOf(dims) * (isUnpacked ? 4 : (bytesEach[type] ?? 4));
  }
  return sum;
}

const bytesEach: Readonly<Partial<Record<string, number>>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  float16: 2,
  bfloat16: 2,
  float64: 8,
  int64: 8,
  uint64: 8,
};
