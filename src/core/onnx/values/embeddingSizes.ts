import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { knownDims } from './shapeValues';

/** Rows of a model's embedding tables, where its graph shows them. */
export interface EmbeddingSizes {
  /** Token ids must be below this. */
  readonly vocabulary: number | undefined;
  /** Most positions. */
  readonly positions: number | undefined;
}

/** Operators that hand ids on as they are. */
const views = new Set(['Cast', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten']);
/** Inputs that are ids of something else than tokens. */
const otherIds = /type|segment|position|mask/i;

/**
 * Reads the sizes from the graph's look-ups: the table that is indexed by the token ids, and the one of equal width that
 * is indexed by something computed, the positions: of several the longest.
 */
export function embeddingSizes(flow: Dataflow): EmbeddingSizes {
  const tables = flow.order.flatMap((node) => lookUps(flow, node));
  const words = tables.find(({ input }) => input !== undefined && !otherIds.test(input));
  const computed = tables.filter(
    ({ input, width, isConstant }) =>
      width === words?.width && !isConstant && (input === undefined || /position/i.test(input)),
  );
  // Without an input for them segments are computed too; their table has a row or two.
  const positions = computed.length === 0 ? undefined : Math.max(...computed.map(({ rows }) => rows));
  return { vocabulary: words?.rows, positions };
}

interface LookUp {
  readonly rows: number;
  readonly width: number;
  /** The graph input that indexes the table without anything computed in between. */
  readonly input: string | undefined;
  /** Whether the indices are the same in every run. */
  readonly isConstant: boolean;
}

function lookUps(flow: Dataflow, node: GraphNode): LookUp[] {
  const [first = '', second = '', third = '', fourth = ''] = node.inputs;
  if (node.opType === 'Gather') return lookUp(flow, first, second);
  // Fused by ONNX Runtime's own tools: ids, segment ids, then the tables of words and positions.
  if (node.opType !== 'EmbedLayerNormalization') return [];
  return [...lookUp(flow, third, first), ...lookUp(flow, fourth, '')];
}

function lookUp(flow: Dataflow, table: string, indices: string): LookUp[] {
  // What a file stores small is put together first: cast, scaled, given its shape.
  const dims = flow.isConstant(table) ? knownDims(flow, table) : undefined;
  const [rows, width] = dims ?? [];
  if (dims?.length !== 2 || rows === undefined || width === undefined) return [];
  const source = behind(flow, indices);
  const input = flow.isGraphInput(source) ? source : undefined;
  return [{ rows, width, input, isConstant: flow.isConstant(source) }];
}

/** The ids that reach this tensor through nothing but views. */
function behind(flow: Dataflow, tensor: string): string {
  let source = tensor;
  for (let node = flow.producer(source); node && views.has(node.opType); node = flow.producer(source)) {
    source = node.inputs[0] ?? '';
  }
  return source;
}
