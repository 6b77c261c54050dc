import type { Step } from './block';
import { bytesPerElement } from './readTensorProto';
import type { Dataflow } from './dataflow';
import type { TensorProto } from './model';

/** A walk into a mask visits no more nodes than this. */
const mostNodes = 300;
const comparisons: ReadonlySet<string> = new Set(['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual']);

/**
 * Whether the mask of a score program looks causal: it comes from a triangle (`Trilu`, or a square constant of that
 * form), or from a comparison of positions. A guess for the listing of a model that has not run; the weights of a run
 * decide.
 */
export function looksCausal(flow: Dataflow, program: readonly Step[]): boolean {
  return maskTensors(program).some((tensor) => holdsTriangle(flow, tensor));
}

function maskTensors(program: readonly Step[]): readonly string[] {
  return program.flatMap((step) => {
    if (step.op === 'Where') return [step.condition, ...('tensor' in step.other ? [step.other.tensor] : [])];
    return 'operand' in step && 'tensor' in step.operand ? [step.operand.tensor] : [];
  });
}

function holdsTriangle(flow: Dataflow, mask: string): boolean {
  const seen = new Set([mask]);
  const queue = [mask];
  for (let at = queue.shift(); at !== undefined && seen.size < mostNodes; at = queue.shift()) {
    const constant = constantTensor(flow, at);
    if (constant) {
      if (isTriangle(flow.model.bytes, constant)) return true;
      continue;
    }
    const node = flow.producer(at);
    // A learnt bias compares positions to choose a bucket, and looks that up: no mask is behind a lookup of weights.
    const looksUp = node?.opType === 'Gather' && flow.isConstant(node.inputs[0] ?? '');
    if (!node || looksUp || node.opType === 'MatMul') continue;
    if (node.opType === 'Trilu') return true;
    if (comparisons.has(node.opType) && node.inputs.every((input) => countsUp(flow, input))) return true;
    for (const next of node.inputs) {
      if (next === '' || seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
}

/** Whether positions 0, 1, 2… are behind a tensor. */
function countsUp(flow: Dataflow, tensor: string): boolean {
  const seen = new Set([tensor]);
  const stack = [tensor];
  for (let at = stack.pop(); at !== undefined && seen.size < mostNodes; at = stack.pop()) {
    const node = flow.producer(at);
    if (node?.opType === 'Range' || node?.opType === 'CumSum' || node?.opType === 'NonZero') return true;
    for (const next of node?.inputs ?? []) {
      if (next === '' || seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return false;
}

function constantTensor(flow: Dataflow, tensor: string): TensorProto | undefined {
  const initializer = flow.graph.initializers.get(tensor);
  if (initializer) return initializer;
  const value = flow.producer(tensor)?.attributes.get('value');
  return value?.kind === 'tensor' ? value.value : undefined;
}

/** Whether a constant `[.., n, n]` is the same on and below the diagonal, and another above; n from 2 to 64 is looked at. */
function isTriangle(bytes: Uint8Array, { dims, type, values }: TensorProto): boolean {
  const [rows = 0, columns = 0] = dims.slice(-2);
  const size = bytesPerElement[type];
  if (dims.length < 2 || rows !== columns || rows < 2 || values.kind !== 'raw' || size === undefined)
    return false;
  const { offset } = values.range;
  const element = (row: number, column: number): string => {
    const start = offset + (row * columns + column) * size;
    return bytes.subarray(start, start + size).join();
  };
  const low = element(0, 0);
  const high = element(0, 1);
  if (low === high) return false;
  for (let row = 0; row < Math.min(rows, 64); row++) {
    for (let column = 0; column < Math.min(columns, 64); column++) {
      if (element(row, column) !== (column <= row ? low : high)) return false;
    }
  }
  return true;
}
