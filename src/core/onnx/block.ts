/** What is known of an attention operation from the graph alone. */
import type { RefusalReason } from '../refusalReasons';

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
  /** What happens to the weights between the softmax and the product with the values. */
  readonly after: readonly Step[];
  /** The softmax's axis as the graph says it; `bindBlock` makes sure that it is the last. */
  readonly axis: number;
  /** A constant factor on the query that is in its tap already; 1 where there is none that can be seen. */
  readonly factorInTap: number;
  /** The tensor Σ αV: `[..., queries, valueSize]`. */
  readonly context: string;
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
  /** Permutations from the tapped tensor to the operand of the product, in order, as `Transpose` does them. */
  readonly permutations: readonly (readonly number[] | 'reverse')[];
  /** Scalars on the way that are kept out of the tap; they multiply the scores. */
  readonly factors: readonly Factor[];
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
export type UnaryOp = 'Tanh' | 'Neg' | 'Exp' | 'Log' | 'Sqrt' | 'Abs' | 'Relu' | 'Sigmoid' | 'NanToZero';

/** One operation on a row of scores (or weights, after the softmax). */
export type Step = ElementStep | ShapeStep;

/** An elementwise operation. */
export type ElementStep =
  | {
      readonly op: BinaryOp;
      readonly operand: StepOperand;
      /** Whether the row is the left operand. */ readonly rowFirst: boolean;
    }
  | { readonly op: UnaryOp }
  | { readonly op: 'Clip'; readonly low: StepOperand | undefined; readonly high: StepOperand | undefined }
  | {
      readonly op: 'Where';
      /** The condition's tensor. */
      readonly condition: string;
      readonly other: StepOperand;
      /** Whether the row is kept where the condition holds (else where it does not). */
      readonly keepsWhere: boolean;
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
