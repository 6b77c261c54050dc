/**
 * What host and headless entry ask the inference worker. One question goes in, one small answer comes out; Q, K and V
 * never leave the worker. Spans are UTF-16 ranges in the `text` of the run's question.
 */
import type { Direction, HeadChoice } from '../core/analysis/choice';
import type { HeadFigures } from '../core/analysis/headFigures';
import type { Thumbnail } from '../core/analysis/thumbnail';
import type { BlockKind, Side } from '../core/onnx/blocks/block';
import type { Span } from '../core/text/span';
import type {
  BlockAnswer,
  InspectAnswer,
  InspectQuestion,
  ModelAnswer,
  OpenQuestion,
  RefusedBlock,
} from './models';

export type { BlockKind, Direction, HeadChoice, Side };

export interface InferenceApi {
  /** Loads a model. The worker keeps the ones used last, as far as they fit into `memory` together. */
  open(question: OpenQuestion): ModelAnswer;
  /** Finds the attention blocks of a model without loading its weights or needing a tokenizer. */
  inspect(question: InspectQuestion): InspectAnswer;
  /**
   * Runs a text through an open model and keeps its captured tensors for the questions below. An encoder–decoder first
   * writes its translation, token by token, then runs both texts.
   */
  run(question: RunQuestion): RunAnswer;
  /** Runs token ids, or inputs by name, through an open model; needs no tokenizer. */
  runIds(question: RunIdsQuestion): RunAnswer;
  /** The weights of one row or column, or of the mean of several. */
  row(question: RowQuestion): RowAnswer;
  /** A rectangle of the weight matrix of one head or aggregate. */
  tile(question: TileQuestion): TileAnswer;
  /** All heads of one layer in small. */
  layerOverview(question: LayerOverviewQuestion): LayerOverviewAnswer;
  /** The rows of some query tokens (their mean) in every head of every block. */
  everyHead(question: EveryHeadQuestion): EveryHeadAnswer;
  /** What a hover over some tokens says: the top words of the chosen head, and of the sharpest. */
  topWords(question: TopWordsQuestion): TopWordsAnswer;
  /** The whole weights of one block. */
  blockWeights(question: BlockWeightsQuestion): BlockWeightsAnswer;
  /** The likeliest tokens at masked places of a run, or after a token of a decoder's. */
  predict(question: PredictQuestion): PredictAnswer;
  /** Forgets a run; unknown runs are ignored. */
  release(question: { readonly run: number }): null;
}

export interface RunQuestion {
  readonly model: number;
  readonly text: string;
  /** The part of `text` that must be among the tokens when the text is cut to the model's length. */
  readonly around: Span;
  /** A part of `text` whose tokens are replaced by the model's mask token; their spans stay. */
  readonly mask?: Span | undefined;
  /** Beams of the search for a translation; 1, the default, is greedy. */
  readonly beams?: number | undefined;
  /** Flat values of further inputs by name. */
  readonly inputs?: Readonly<Record<string, readonly number[]>> | undefined;
}

export interface RunIdsQuestion {
  readonly model: number;
  readonly ids: readonly number[] | undefined;
  /** Flat values of further inputs by name; shapes follow from the graph and from the length of the ids. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
}

export interface TokenAnswer extends Span {
  readonly id: number;
  /** The vocabulary's piece, such as `##ing`. */
  readonly text: string;
  /** Put there by the tokenizer, not by the text; its span is empty. */
  readonly special: boolean;
}

export interface RunAnswer {
  readonly run: number;
  /** The tokens of the source. */
  readonly tokens: readonly TokenAnswer[];
  /** What an encoder–decoder wrote. */
  readonly target: TargetAnswer | undefined;
  /** The part of the text that went to the model. */
  readonly analysed: Span;
  /** Whether `analysed` is less than the text because the model takes no more. */
  readonly cut: boolean;
  readonly blocks: readonly BlockAnswer[];
  /** Blocks that the self-check or the graph rules out, with the reason. */
  readonly refused: readonly RefusedBlock[];
  readonly selfCheck: SelfCheck;
}

/** A generated text. */
export interface TargetAnswer {
  readonly text: string;
  /** What the decoder read, its start token included; spans are in `text`. */
  readonly tokens: readonly TokenAnswer[];
}

/** Largest absolute difference between Σ αV, recomputed from the taps, and the graph's own context tensor. */
export interface SelfCheck {
  readonly maxAbsError: number;
  /** One figure a block, in the order of `blocks`. */
  readonly perBlock: readonly number[];
}

export interface RowQuestion {
  readonly run: number;
  /**
   * Token indices; several are averaged. They are tokens of the queries' side of the chosen blocks, or of the keys' side
   * where the direction is `attendedBy`; the weights are those of the other side's tokens. Between a generated text and
   * its source a token's row is the one that led to it; `blockWeights` has the graph's own rows.
   */
  readonly tokens: readonly number[];
  readonly choice: HeadChoice;
  readonly direction: Direction;
  /**
   * Leaves special tokens out and renormalises the rest of a row to the sum 1; largest weights over heads have no sum
   * and stay as they are. A column is that of the matrix whose rows are so renormalised.
   */
  readonly hideSpecial: boolean;
}

export interface RowAnswer {
  /** One weight for each token of the side that is looked at; hidden tokens have 0. */
  readonly weights: Float32Array;
  /** The share of the weight that lay on the hidden tokens. */
  readonly hidden: number;
}

export interface TileQuestion {
  readonly run: number;
  readonly choice: HeadChoice;
  readonly hideSpecial: boolean;
  /** Token ranges `[start, end)` of the rectangle. */
  readonly queries: Span;
  readonly keys: Span;
  /** Most cells along one side; a longer side is pooled by its largest weight. */
  readonly maxSide: number;
}

export interface TileAnswer {
  /** `[rows, columns]`, row-major: row = query. */
  readonly weights: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Tokens along each side that share one cell: 1 where nothing was pooled. */
  readonly pooledBy: number;
}

export interface LayerOverviewQuestion {
  readonly run: number;
  readonly kind: BlockKind;
  readonly layer: number;
  /** Leaves special tokens out of the thumbnails and renormalises the rest of each row. */
  readonly hideSpecial: boolean;
  /** Most cells along one side of a thumbnail. */
  readonly maxSide: number;
}

export interface LayerOverviewAnswer {
  /** Cells of each thumbnail: row = query. */
  readonly rows: number;
  readonly columns: number;
  /** Tokens along each side that share one cell. */
  readonly pooledBy: number;
  readonly heads: readonly OverviewHead[];
}

export interface OverviewHead extends Thumbnail {
  /** Of the weights as they are, special tokens included. */
  readonly figures: HeadFigures;
}

export interface EveryHeadQuestion {
  readonly run: number;
  /** The text that `tokens` are of. */
  readonly side: Side;
  readonly tokens: readonly number[];
  readonly direction: Direction;
}

export interface EveryHeadAnswer {
  /** For each block `[heads, keys]`, for columns `[heads, queries]`, row-major; empty where the block asks from the other side. */
  readonly weights: readonly Float32Array[];
}

export interface TopWordsQuestion extends RowQuestion {
  readonly count: number;
}

export interface WordWeight extends Span {
  readonly text: string;
  readonly weight: number;
  readonly special: boolean;
}

export interface TopWords {
  readonly choice: HeadChoice;
  readonly words: readonly WordWeight[];
}

export interface TopWordsAnswer {
  readonly chosen: TopWords;
  /** The head whose largest weight on another word of the text is the highest of all heads. */
  readonly sharpest: TopWords | undefined;
}

export interface BlockWeightsQuestion {
  readonly run: number;
  readonly block: number;
}

export interface BlockWeightsAnswer {
  /** `[heads, queries, keys]`, row-major. */
  readonly weights: Float32Array;
  readonly shape: readonly [number, number, number];
}

export interface PredictQuestion {
  readonly run: number;
  /** Masked tokens of the run, or for a decoder the token after which the next one is wanted. */
  readonly tokens: readonly number[];
  /** How many predictions for each. */
  readonly count: number;
}

export interface Prediction {
  readonly id: number;
  /** As it reads in a text: `ing` for the piece `##ing`. */
  readonly text: string;
  readonly probability: number;
}

export interface PredictAnswer {
  /** For each token asked for. */
  readonly places: readonly {
    readonly token: number;
    /** The likeliest, falling. */
    readonly predictions: readonly Prediction[];
    /** What stands in the text there, and its place among all (1 is the likeliest); undefined at a text's end. */
    readonly original: (Prediction & { readonly rank: number }) | undefined;
  }[];
}
