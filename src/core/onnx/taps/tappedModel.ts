import type { FoundBlocks } from '../blocks/block';
import type { Dataflow } from '../graph/dataflow';
import type { EmbeddingSizes } from '../values/embeddingSizes';
import type { Tail } from './findTail';
import type { ValueInfo } from '../graph/model';

/** A model whose attention blocks have their tensors as graph outputs; the weights stay where they were. */
export interface TappedModel extends FoundBlocks {
  readonly path: string;
  /** The original graph; holds on to the bytes of its file. */
  readonly flow: Dataflow;
  readonly sizes: EmbeddingSizes;
  /** What leads to the scores of the vocabulary, where it was asked for and is there. */
  readonly tail: Tail | undefined;
  /** The inputs that the original graph declares, initialisers excluded. */
  readonly inputs: readonly ValueInfo[];
  /** The names of those that the tapped graph still has: the others do not feed any tap. */
  readonly needed: ReadonlySet<string>;
  /** For each tapped tensor, and each output that was kept, the tapped graph's output that has it. */
  readonly outputs: ReadonlyMap<string, string>;
  /**
   * Whether scores or weights are rounded on their way by nodes of their own. An engine that fuses these into operators on
   * integers computes another softmax.
   */
  readonly rounds: boolean;
  /** The tapped graph as an ONNX file without weights. */
  readonly graph: Uint8Array;
  /** The name under which the tapped graph refers to the original file's bytes. */
  readonly weightsFile: string;
  /** The names of the further weight files that it refers to. */
  readonly externalFiles: readonly string[];
}
