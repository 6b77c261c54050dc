/** How a model is handed to the inference worker, and what is known of it before a text runs through it. */
import type { BlockKind, Side } from '../core/onnx/blocks/block';
import type { ErrorShape } from '../core/errors';
import type { RefusalReason } from '../core/refusalReasons';
import type { LegacyTokenizerFiles } from '../core/text/tokenizer/legacy/legacyFiles';
import type { EngineKind } from './workerHandle';

/** The files of a model as the asking side read them. */
export interface ModelFiles {
  /** Where the model lies, for messages only. */
  readonly path: string;
  /** A short name for the screen. */
  readonly name: string;
  /** The one graph, or the encoder's of a pair. */
  readonly graph: GraphFiles;
  /** The decoder's graph of an encoder–decoder in two files. */
  readonly decoder?: GraphFiles | undefined;
  /** The text of tokenizer.json, tokenizer_config.json and config.json, where they exist. */
  readonly tokenizer?: string | undefined;
  readonly tokenizerConfig?: string | undefined;
  /** The older files of a tokenizer, where there is no tokenizer.json. */
  readonly legacyTokenizer?: LegacyTokenizerFiles | undefined;
  readonly config?: string | undefined;
  readonly generationConfig?: string | undefined;
  /** Texts are the ids themselves: what a user may ask for where there is no tokenizer. */
  readonly textIsIds?: boolean;
}

/** One ONNX file and the files of its large weights, read, or left on the disk for the worker to read. */
export interface GraphFiles {
  readonly path: string;
  readonly onnx: ArrayBuffer | DiskFile;
  /** External weight files by the name that the graph gives them. */
  readonly external: Readonly<Record<string, ArrayBuffer | DiskFile>>;
}

/** A file on the disk of the machine that the worker runs on, where worker and asking side share one. */
export interface DiskFile {
  /** Absolute, in the system's own notation. */
  readonly disk: string;
  readonly byteLength: number;
}

export interface OpenQuestion {
  readonly files: ModelFiles;
  /** Threads of the engine; 0 lets the worker choose. */
  readonly threads: number;
  /** Bytes that the open models may take together; the newest is always kept, however large. */
  readonly memory: number;
}

/** What a model is made for. */
export type ModelKind = 'encoder' | 'decoder' | 'encoderDecoder';

export interface BlockAnswer {
  /** Place among the blocks of its kind, by data flow, from 0. */
  readonly layer: number;
  readonly kind: BlockKind;
  readonly queries: Side;
  readonly keys: Side;
  readonly heads: number | undefined;
  readonly keyValueHeads: number | undefined;
  readonly headSize: number | undefined;
  /** The factor on q · k, where the graph has one constant factor. */
  readonly scale: number | undefined;
  /** What is done to the scores between the product and the softmax, for people: “scale 0.125”, “add mask”. */
  readonly bias: readonly string[];
  /** Names of the tensors that are tapped, by role. */
  readonly taps: Readonly<Record<string, string>>;
}

export interface RefusedBlock {
  /** The graph node that looked like attention. */
  readonly node: string;
  readonly reason: RefusalReason;
}

export interface ModelAnswer {
  readonly model: number;
  readonly name: string;
  readonly blocks: readonly BlockAnswer[];
  readonly refused: readonly RefusedBlock[];
  /** Most tokens that a run takes, special ones included. */
  readonly maxTokens: number;
  readonly hasTokenizer: boolean;
  /** Where it has none, what a run of a text fails with: that is the question for one. */
  readonly noTokenizer?: ErrorShape | undefined;
  readonly kind: ModelKind;
  /** What it runs in. */
  readonly engine: { readonly kind: EngineKind; readonly threads: number };
  /** What `predict` answers, if anything: words at masked places, or the next token. */
  readonly predicts: 'masked' | 'next' | undefined;
}

export interface InspectQuestion {
  readonly files: ModelFiles;
}

export interface InspectAnswer {
  /** What the model would run in. */
  readonly engine: EngineKind;
  /** What its weights take of the engine's memory. */
  readonly weightBytes: number;
  readonly blocks: readonly BlockAnswer[];
  readonly refused: readonly RefusedBlock[];
  /** The one graph, or the encoder's and the decoder's. */
  readonly graphs: readonly InspectedGraph[];
}

export interface InspectedGraph {
  readonly path: string;
  /** What its inputs hold; Headlight explains text. */
  readonly reads: 'text' | 'image' | 'audio';
  /** How many of the blocks, in their order, are in this graph. */
  readonly blocks: number;
  readonly inputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly shape: readonly (number | string)[];
  }[];
}
