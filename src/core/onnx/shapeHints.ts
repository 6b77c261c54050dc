import { constantValues } from './constantValues';
import type { Dataflow } from './dataflow';
import { intsAttribute } from './attributes';

/** What the constants of a graph say about the heads of a query or key. A run tells for certain. */
export interface HeadsHint {
  readonly heads: number | undefined;
  readonly headSize: number | undefined;
}

const longest = 24;
const elementwise: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Mul', 'Div', 'Add', 'Sub']);
const cutting: ReadonlySet<string> = new Set(['Split', 'Slice', 'Gather', 'Concat', 'Squeeze']);

/** The last `Reshape` to four axes behind a tap says how the width is split: `[batch, length, heads, headSize]`. */
export function headsHint(flow: Dataflow, tensor: string): HeadsHint {
  let isWhole = true;
  for (let left = longest; left > 0; left--) {
    const node = flow.producer(tensor);
    if (!node) break;
    const { opType } = node;
    if (opType === 'Reshape') {
      const shape = shapeEntries(flow, node.inputs[1] ?? '');
      const [heads, size] = [shape?.[2], shape?.[3]];
      if (shape?.length === 4 && isSize(heads)) {
        return { heads, headSize: isWhole && isSize(size) ? size : undefined };
      }
    } else if (cutting.has(opType)) isWhole = false;
    else if (!elementwise.has(opType) && opType !== 'Transpose' && opType !== 'Unsqueeze') break;
    // A rotary embedding is x · cos + turned x · sin: the first operands lead on.
    tensor = node.inputs[0] ?? '';
  }
  return { heads: undefined, headSize: undefined };
}

function isSize(entry: number | undefined): entry is number {
  return entry !== undefined && entry > 0;
}

/** A shape tensor's entries as far as they are constant: a constant, or a `Concat` with constants in it. */
function shapeEntries(flow: Dataflow, tensor: string): readonly (number | undefined)[] | undefined {
  const whole = constantValues(flow, tensor)?.values;
  if (whole) return whole;
  const node = flow.producer(tensor);
  if (node?.opType !== 'Concat') return undefined;
  return node.inputs.flatMap((input): readonly (number | undefined)[] => {
    return constantValues(flow, input)?.values ?? [undefined];
  });
}

/** The number of axes of a tensor, where the graph makes it plain. */
export function rankOf(flow: Dataflow, tensor: string): number | undefined {
  for (let left = longest; left > 0; left--) {
    const declared = flow.graph.valueInfos.get(tensor)?.shape?.length;
    if (declared !== undefined && declared > 0) return declared;
    const node = flow.producer(tensor);
    if (!node) return undefined;
    if (node.opType === 'Transpose') {
      const perm = intsAttribute(node, 'perm');
      if (perm) return perm.length;
    } else if (node.opType === 'Reshape') {
      return shapeEntries(flow, node.inputs[1] ?? '')?.length;
    } else if (!elementwise.has(node.opType) && node.opType !== 'MatMul') return undefined;
    tensor = node.inputs[0] ?? '';
  }
  return undefined;
}
