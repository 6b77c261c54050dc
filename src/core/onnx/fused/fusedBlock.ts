import type { Operand, Step, StepOperand } from '../blocks/block';

/** A fused attention operator, read: where its operands are to be had, and what it does to the scores. */
export interface FusedBlock {
  readonly query: Operand;
  readonly key: Operand;
  readonly value: Operand;
  readonly program: readonly Step[];
  readonly sink?: StepOperand | undefined;
  readonly after?: readonly Step[];
  /** The tensor Σ αV that the operator gives, with its axes in the order `[batch, heads, queries, valueSize]`. */
  readonly context: string;
  readonly contextAxes: readonly number[] | undefined;
  readonly heads: number | undefined;
  readonly keyValueHeads: number | undefined;
  /** Where the graph's constants say it. */
  readonly headSize: number | undefined;
  /** The tensors from which the operator makes its queries and keys. */
  readonly from: readonly [queries: string, keys: string];
  /** Whether the form of its inputs tells that the keys are of another text. */
  readonly isCross: boolean;
}
