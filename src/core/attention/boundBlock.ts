import type { AttentionBlock, BlockKind, RefusedBlock } from '../onnx/blocks/block';

/**
 * `rounded` where scores or weights are rounded to few bits: now and then one is rounded to the neighbouring number, and
 * that row differs visibly.
 */
export type Precision = 'float32' | 'float16' | 'rounded';

/** An attention block with the tensors of one run (batch 1): any row of its weights can be asked for. */
export interface BoundBlock {
  readonly block: AttentionBlock;
  /** `causal` where no weight of the run lies above the diagonal; the graph's guess where one token leaves it open. */
  readonly kind: BlockKind;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Length of a query and of a key. */
  readonly headSize: number;
  /** Length of a value, and of a head's context. */
  readonly valueSize: number;
  readonly queries: number;
  readonly keys: number;
  /** How closely Σ αV can meet the graph's own: what the graph rounds in between is rounded elsewhere here. */
  readonly precision: Precision;
  /** The constant factor on q · k, where there is one: 1 where nothing scales. */
  readonly scale: number | undefined;
  /**
   * Writes the weights of one row, softmax included, to `out[outOffset .. outOffset + keys)`. They are those that
   * multiply the values: what the graph does to them after the softmax is in them. O(keys · headSize).
   */
  readonly row: (head: number, query: number, out: Float32Array, outOffset?: number) => void;
  /** Σ αV of one row, `[valueSize]`, recomputed from the taps. O(keys · (headSize + valueSize)). */
  readonly context: (head: number, query: number) => Float32Array;
  /** The same, as the graph computed it. */
  readonly graphContext: (head: number, query: number) => Float32Array;
}

/** A comparison of Σ αV, recomputed from the taps, with the graph's own tensor. */
export interface BlockCheck {
  readonly maxAbsError: number;
  /** The largest absolute value in the graph's tensor, among the rows compared. */
  readonly largest: number;
  /** Rows compared, of `rows` = heads · queries. */
  readonly checked: number;
  readonly rows: number;
  /** Whether the error is small enough for the block to be shown. */
  readonly passed: boolean;
}

/** All blocks of a run. */
export interface BoundBlocks {
  /** Those that passed the self-check, in the order of the data flow. */
  readonly bound: readonly BoundBlock[];
  /** The layer of each: its place among the blocks of its kind. */
  readonly layers: readonly number[];
  readonly checks: readonly BlockCheck[];
  readonly refused: readonly RefusedBlock[];
}
