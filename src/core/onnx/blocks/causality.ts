import type { Step } from './block';
import type { Dataflow } from '../graph/dataflow';
import type { TensorProto } from '../graph/model';

/** A walk into a mask visits no more nodes than this. */
const mostNodes = 300;
const comparisons: ReadonlySet<string> = new Set(['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual']);

/**
 * Whether the mask of a score program looks causal: it comes from a triangle (`Trilu`, or a square constant of that
 * form), or from a comparison of positions. A guess for the listing of a model that has not run; the weights of a run
 * decide.
 */
export function looksCausal(flow: Dataflow, program: readonly Step[]): boolean {
  if (program.some(({ op }) => op === 'Causal')) return true;
  return maskTensors(program).some((tensor) => holdsTriangle(flow, tensor));
}

function maskTensors(program: readonly Step[]): readonly string[] {
  return program.flatMap((step) => {
    if (step.op === 'Where') return [step.condition, ...('tensor' in step.other ? [step.other.tensor] : [])];
    if (step.op === 'MaskOrBias') return [step.mask];
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

/**
 * Whether a constant `[…, n, n]` lets through what is on and below the diagonal and nothing above: a boolean triangle,
 * or numbers of which those above are far below zero. n from 2 to 64 is looked at.
 */
function isTriangle(bytes: Uint8Array, { dims, type, values }: TensorProto): boolean {
  const [rows = 0, columns = 0] = dims.slice(-2);
  if (dims.length < 2 || rows !== columns || rows < 2 || values.kind !== 'raw') return false;
  const { offset, length } = values.range;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, length);
  const size = Math.min(rows, 64);
  const holds = (test: (index: number, isAbove: boolean) => boolean): boolean => {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        if (!test(row * columns + column, column > row)) return false;
      }
    }
    return true;
  };
  if (type === 'bool' || type === 'uint8') {
    const first = view.getUint8(0);
    return holds((index, isAbove) => (view.getUint8(index) === first) !== isAbove);
  }
  if (type !== 'float32') return false;
  return (
    holds((index, isAbove) => view.getFloat32(4 * index, true) <= -1e4 === isAbove) ||
    // A triangle of ones that the graph turns into such numbers.
    holds((index, isAbove) => view.getFloat32(4 * index, true) === (isAbove ? 0 : 1))
  );
}
