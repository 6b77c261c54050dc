/** What is known of an attention operation from the graph alone. */
import type { RefusalReason } from '../../refusalReasons';

/** `causal` is self-attention in which no query sees a later key. */
export type BlockKind = 'self' | 'causal' | 'cross';

/** The text that queries or keys are tokens of. Models that read one text have a source only. */
export type Side = 'source' | 'target';

/** One attention operation of the graph: weights = after(softmax(program(q · kᵀ))), context = weights · v. */
export interface AttentionBlock {
  /** Place among the blocks of its kind, by data flow, from 0. */
  readonly layer: number;
  /** As the graph lets one guess; `bindBlock` decides between `self` and `causal` by the weights. */
  readonly kind: BlockKind;
  /** The texts that its queries and keys are tokens of. */
  readonly queries: Side;
  readonly keys: Side;
  /** The softmax's node, for messages. */
  readonly node: string;
  /** Where the graph says them in constants. */
  readonly heads: number | undefined;
  readonly keyValueHeads: number | undefined;
  readonly headSize: number | undefined;
  /** The constant factor on q · k, where there is one and the graph says it in constants; 1 where nothing scales. */
  readonly scale: number | undefined;
  readonly query: Operand;
  readonly key: Operand;
  readonly value: Operand;
  /** What happens to the scores between the product and the softmax, in order. */
  readonly program: readonly Step[];
  /** One more score in the softmax of a row, whose weight goes nowhere; a tensor broadcasts to `[heads, queries, 1]`. */
  readonly sink?: StepOperand | undefined;
  /** What happens to the weights between the softmax and the product with the values. */
  readonly after: readonly Step[];
  /** The softmax's axis as the graph says it; `bindBlock` makes sure that it is the last. */
  readonly axis: number;
  /** A constant factor on the taps that is in them already; 1 where there is none, NaN where it is not known. */
  readonly factorInTap: number;
  /** The tensor Σ αV: `[..., queries, valueSize]`. */
  readonly context: string;
  /** Its axes in that order, where the graph has them in another. */
  readonly contextAxes?: readonly number[] | undefined;
}

/**
 * An operand of a product, tapped at the cheapest tensor from which it follows by a view: the tapped tensor's heads
 * repeated (grouped-query attention), its axes permuted, all multiplied by the factors.
 */
export interface Operand {
  /** The tapped tensor. */
  readonly tensor: string;
  /** Axis of the tapped tensor along which each entry is repeated until the heads of the product are reached. */
  readonly repeatAxis: number | undefined;
  /** Whether the entries are repeated in turn (0 1 0 1), as `Tile` does, and not each by itself (0 0 1 1). */
  readonly inTurn?: boolean;
  /** Permutations from the tapped tensor to the operand of the product, in order, as `Transpose` does them. */
  readonly permutations: readonly (readonly number[] | 'reverse')[];
  /** Scalars on the way that are kept out of the tap; they multiply the scores. */
  readonly factors: readonly Factor[];
  /** How the numbers of a tap of integers are read. */
  readonly quantised?: Quantisation | undefined;
}

/** An integer q stands for (q - zero point) · scale. Both are tapped tensors of one element; `''` is a zero point of 0. */
export interface Quantisation {
  readonly scale: string;
  readonly zeroPoint: string;
}

/** A scalar: a constant, or a tensor of one element that is tapped. The scores are divided by it if `divides`. */
export interface Factor {
  readonly scalar: number | { readonly tensor: string };
  readonly divides: boolean;
}

/**
 * The other operand of a step: a scalar constant, or a tapped tensor that is broadcast as ONNX does. `isScalar` says
 * that it follows from shapes alone (a head size), so that it is a scalar unless a run shows otherwise.
 */
export type StepOperand =
  { readonly constant: number } | { readonly tensor: string; readonly isScalar: boolean };

export type BinaryOp = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Max' | 'Min' | 'Pow';
export type UnaryOp =
  'Tanh' | 'Neg' | 'Exp' | 'Log' | 'Sqrt' | 'Abs' | 'Relu' | 'Sigmoid' | 'Round' | 'NanToZero';

/** One operation on a row of scores (or weights, after the softmax). */
export type Step = ElementStep | MaskStep | ShapeStep;

/** An elementwise operation. */
export type ElementStep =
  | {
      readonly op: BinaryOp;
      readonly operand: StepOperand;
      /** Whether the row is the left operand. */ readonly rowFirst: boolean;
    }
  | { readonly op: UnaryOp }
  /** clip(round(x / scale) + zero point, low, high) */
  | {
      readonly op: 'Quantise';
      readonly scale: StepOperand;
      readonly zeroPoint: StepOperand;
      readonly low: number;
      readonly high: number;
    }
  /** (x - zero point) · scale */
  | { readonly op: 'Dequantise'; readonly scale: StepOperand; readonly zeroPoint: StepOperand }
  | { readonly op: 'Clip'; readonly low: StepOperand | undefined; readonly high: StepOperand | undefined }
  | {
      readonly op: 'Where';
      /** The condition's tensor. */
      readonly condition: string;
      readonly other: StepOperand;
      /** Whether the row is kept where the condition holds (else where it does not). */
      readonly keepsWhere: boolean;
    };

/** What the masks of fused operators do, whose form the operator's specification gives. */
export type MaskStep =
  | {
      /** Query i stands at position `earlier` + i: the keys behind it get `fill`, and those outside of the window. */
      readonly op: 'Causal';
      /** How many keys stand before the first query: a constant or a tapped integer. */
      readonly earlier: StepOperand;
      /** The number of keys, the query's own included, that are in sight; undefined for all. */
      readonly window: number | undefined;
      readonly fill: number;
    }
  | {
      /**
       * An integer mask of `com.microsoft`: `[1]` the number of keys in sight, `[2]` the first key out of sight and the
       * first in sight, `[1, keys]` or `[1, queries, keys]` with 1 for those in sight. The others get `fill` on top.
       */
      readonly op: 'MaskIndex';
      readonly mask: string;
      readonly fill: number;
    }
  | {
      /** A row of nothing but masked scores, all of them at most `masked`, becomes -∞: it has no weights. */
      readonly op: 'NoKeys';
      readonly masked: number;
    }
  | {
      /** The mask of ONNX's own operator: a boolean one keeps scores where it holds, another is added to them. */
      readonly op: 'MaskOrBias';
      readonly mask: string;
      readonly fill: number;
    };

/** A change of the leading axes: the last two, queries and keys, stay. */
export type ShapeStep =
  | {
      readonly op: 'Reshape';
      /** A tapped tensor or a constant. */
      readonly shape: { readonly tensor: string } | { readonly dims: readonly number[] };
    }
  | { readonly op: 'Unsqueeze'; readonly axes: readonly number[] }
  | { readonly op: 'Squeeze'; readonly axes: readonly number[] };

/** A softmax, or an operator, that looks like attention and is not shown. */
export interface RefusedBlock {
  /** The graph's node: its name, or its first output where it has none. */
  readonly node: string;
  readonly reason: RefusalReason;
}

export interface FoundBlocks {
  /** In the order of the data flow. */
  readonly blocks: readonly AttentionBlock[];
  readonly refused: readonly RefusedBlock[];
}
