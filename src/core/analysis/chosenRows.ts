import { HeadlightError } from '../errors';
import type { BlockKind } from '../onnx/blocks/block';
import type { HeadChoice } from './choice';

/** Exact weights of one block, a row at a time: what a bound attention block is. */
export interface RowSource {
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  /** Length of a query and of a key. */
  readonly headSize: number;
  /** Writes one row to `out[outOffset .. outOffset + keys)`. */
  row(head: number, query: number, out: Float32Array, outOffset?: number): void;
}

export interface LayerRows {
  readonly kind: BlockKind;
  readonly layer: number;
  readonly rows: RowSource;
}

/** Rows of one head or of an aggregate, computed when they are asked for. */
export interface ChosenRows {
  readonly queries: number;
  readonly keys: number;
  /** Heads of all layers that one row is made of. */
  readonly heads: number;
  /** Whether a row is a distribution, of sum 1; the largest weights over heads are none. */
  readonly sumsToOne: boolean;
  /** Writes one row to `out[outOffset .. outOffset + keys)`. */
  row(query: number, out: Float32Array, outOffset?: number): void;
}

/**
 * The rows of a choice among the layers of one run, of which those of one kind are equal in size. Heads are aggregated
 * within each layer first, then layers. Errors: `kind-unknown`, `head-unknown`.
 */
export function chooseRows(layers: readonly LayerRows[], choice: HeadChoice): ChosenRows {
  const { kind, layer, head } = choice;
  const ofKind = layers.filter((one) => one.kind === kind);
  if (ofKind.length === 0) throw new HeadlightError('kind-unknown', { kind });
  const chosen = layer === 'mean' ? ofKind : ofKind.filter((one) => one.layer === layer).slice(0, 1);
  const first = chosen[0]?.rows;
  const hasHead = typeof head !== 'number' || chosen.every(({ rows }) => head >= 0 && head < rows.heads);
  if (!first || !hasHead) throw new HeadlightError('head-unknown', { layer, head });
  const sources = chosen.map(({ rows }) => rows);
  const { queries, keys } = first;
  const heads = sources.reduce((sum, rows) => sum + (typeof head === 'number' ? 1 : rows.heads), 0);
  const sumsToOne = head !== 'max';
  if (heads === 1) {
    const only = typeof head === 'number' ? head : 0;
    return {
      queries,
      keys,
      heads,
      sumsToOne,
      row: (query, out, offset) => {
        first.row(only, query, out, offset);
      },
    };
  }
  const one = new Float32Array(keys);
  const layerRow = new Float32Array(keys);
  return {
    queries,
    keys,
    heads,
    sumsToOne,
    row: (query, out, offset = 0) => {
      out.fill(0, offset, offset + keys);
      for (const rows of sources) {
        const row = headsTogether(rows, head, query, one, layerRow);
        for (let key = 0; key < keys; key++) {
          out[offset + key] = (out[offset + key] ?? 0) + (row[key] ?? 0) / sources.length;
        }
      }
    },
  };
}

/** One layer's row: of one head, or all heads' mean or maximum. Uses `one` and `sum` as its space. */
function headsTogether(
  rows: RowSource,
  head: HeadChoice['head'],
  query: number,
  one: Float32Array,
  sum: Float32Array,
): Float32Array {
  if (typeof head === 'number') {
    rows.row(head, query, one);
    return one;
  }
  sum.fill(0);
  for (let index = 0; index < rows.heads; index++) {
    rows.row(index, query, one);
    for (let key = 0; key < rows.keys; key++) {
      const weight = one[key] ?? 0;
      const before = sum[key] ?? 0;
      sum[key] = head === 'max' ? Math.max(before, weight) : before + weight / rows.heads;
    }
  }
  return sum;
}
