import type { TappedModel } from '../../core/onnx/tappedModel';
import type { Tensors } from '../../core/onnx/tensor';

/** What the ONNX Runtime engine needs; the asking side reads it from beside the worker. */
export interface Engine {
  /** The bytes of `ort-wasm-simd-threaded.wasm`. */
  readonly wasmBinary: ArrayBuffer;
  /** Threads asked for; 0 lets the session choose. */
  readonly threads: number;
  /** Where `ort-wasm-simd-threaded.mjs` lies (a file: or blob: URL); without it there is one thread. */
  readonly wasmModule?: string | undefined;
}

/** The bytes of a model's files. */
export interface ModelBytes {
  readonly model: Uint8Array;
  /** External weight files by the name that the graph gives them. */
  readonly external: Readonly<Record<string, Uint8Array>>;
}

/** A graph that refers to its weights in files beside it. */
export type SessionGraph = Pick<TappedModel, 'path' | 'graph' | 'weightsFile' | 'externalFiles' | 'outputs'>;

/** A loaded model. One run at a time; the caller queues. */
export interface Session {
  /** Threads in use: 1 where more than one cannot be had. */
  readonly threads: number;
  /**
   * Runs the graph and gives all its tensors, or those of `wanted`. Equal tensors of the answer share their data. Errors:
   * `model-run`, `out-of-memory`.
   */
  run(feeds: Tensors, wanted?: readonly string[]): Promise<Tensors>;
  dispose(): Promise<void>;
}

/** What a run is asked to work on. */
export interface FeedQuestion {
  /** Token ids, for the input that takes them. */
  readonly ids?: readonly number[] | undefined;
  /** Flat values of inputs by name; they go before what follows from the ids. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** Whole tensors of inputs by name; they go before all else. */
  readonly tensors?: Tensors | undefined;
}

export interface FilledFeeds {
  readonly feeds: Tensors;
  /** The numbers of tokens that rows and columns of the weights may stand for; empty where the ids say nothing. */
  readonly lengths: readonly number[];
}
