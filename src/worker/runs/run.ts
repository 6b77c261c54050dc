import type { BoundBlocks } from '../../core/attention/boundBlock';
import { chooseRows, type ChosenRows, type LayerRows } from '../../core/analysis/chosenRows';
import type { Direction, HeadChoice } from '../../core/analysis/choice';
import { HeadlightError } from '../../core/errors';
import type { BlockKind, Side } from '../../core/onnx/blocks/block';
import type { Tensors } from '../../core/onnx/graph/tensor';
import type { LoadedModel } from '../models/loadedModel';
import { ChosenMatrix } from './chosenMatrix';
import { rowsByToken } from './rowsByToken';
import type { RunText } from './runText';

/** Matrices kept for one run: one for what the user sees, one for what they saw before. */
const keptMatrices = 2;

/** What went into a run, and what was captured of it. */
export interface RunFacts {
  readonly id: number;
  readonly model: LoadedModel;
  readonly source: RunText;
  /** Empty in a model that reads one text. */
  readonly target: RunText;
  readonly blocks: BoundBlocks;
  /** The tensors that predictions follow from. */
  readonly tensors: Tensors;
  /** Ids of the source's tokens before some were masked. */
  readonly originals: readonly number[];
  /** Bytes of the captured tensors. */
  readonly captured: number;
}

/** A layer of a run, with the texts that its rows and columns stand for. */
export interface RunLayer extends LayerRows {
  readonly queries: Side;
  readonly keys: Side;
}

/** One text that went through one model, with the tensors that the questions are answered from. */
export class Run {
  /** The blocks whose rows and columns are the run's tokens. */
  readonly layers: readonly RunLayer[];
  readonly #matrices = new Map<string, ChosenMatrix>();

  constructor(readonly facts: RunFacts) {
    const { bound, layers } = facts.blocks;
    this.layers = bound.flatMap((block, index) => {
      const { queries, keys } = block.block;
      const fits = block.queries === this.text(queries).length && block.keys === this.text(keys).length;
      const rows = rowsByToken(block);
      return fits ? [{ kind: block.kind, layer: layers[index] ?? 0, rows, queries, keys }] : [];
    });
  }

  get id(): number {
    return this.facts.id;
  }

  get bytes(): number {
    return [...this.#matrices.values()].reduce(
      (sum, matrix) => sum + matrix.weights.byteLength,
      this.facts.captured,
    );
  }

  text(side: Side): RunText {
    return this.facts[side];
  }

  /** The layers of one kind, of which all have the same sides. Errors: `kind-unknown`. */
  ofKind(kind: BlockKind): {
    readonly layers: readonly RunLayer[];
    readonly queries: Side;
    readonly keys: Side;
  } {
    const all = this.layers.filter((layer) => layer.kind === kind);
    const [first] = all;
    if (!first) throw new HeadlightError('kind-unknown', { kind });
    const { queries, keys } = first;
    return { layers: all.filter((one) => one.queries === queries && one.keys === keys), queries, keys };
  }

  /** The text whose tokens are asked about, and the one whose tokens get the weights. Errors: `kind-unknown`. */
  asked(kind: BlockKind, direction: Direction): { readonly from: RunText; readonly to: RunText } {
    const { queries, keys } = this.ofKind(kind);
    const [from, to] = direction === 'attendsTo' ? [queries, keys] : [keys, queries];
    return { from: this.text(from), to: this.text(to) };
  }

  /** Rows of one head or aggregate. Errors: `kind-unknown`, `head-unknown`. */
  rows(choice: HeadChoice): ChosenRows {
    return chooseRows(this.ofKind(choice.kind).layers, choice);
  }

  /**
   * The matrix of one head or aggregate; its rows are computed as they are needed, once. Errors: `kind-unknown`,
   * `head-unknown`.
   */
  matrix(choice: HeadChoice): ChosenMatrix {
    const key = `${choice.kind}/${choice.layer}/${choice.head}`;
    const matrix = this.#matrices.get(key) ?? new ChosenMatrix(this.rows(choice));
    this.#matrices.delete(key);
    this.#matrices.set(key, matrix);
    for (const old of [...this.#matrices.keys()].slice(0, -keptMatrices)) this.#matrices.delete(old);
    return matrix;
  }
}
