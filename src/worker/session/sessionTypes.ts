import type * as OnnxRuntime from 'onnxruntime-web/wasm';
import type { TappedModel } from '../../core/onnx/taps/tappedModel';
import type { Tensors } from '../../core/onnx/graph/tensor';

/** ONNX Runtime in WebAssembly, from files that the asking side reads from beside the worker. */
export interface WasmEngine extends EngineSettings {
  /** The bytes of `ort-wasm-simd-threaded.wasm`. */
  readonly wasmBinary: ArrayBuffer;
  /** Where `ort-wasm-simd-threaded.mjs` lies (a file: or blob: URL); without it there is one thread. */
  readonly wasmModule?: string | undefined;
}

/** ONNX Runtime as compiled for this machine. */
export interface NativeEngine extends EngineSettings {
  readonly native: NativeModule;
}

/** What is used of the package `onnxruntime-node`, whose classes are those of `onnxruntime-web`. */
export type NativeModule = Pick<typeof OnnxRuntime, 'InferenceSession' | 'Tensor' | 'env'>;

export type Engine = WasmEngine | NativeEngine;

interface EngineSettings {
  /** Threads asked for; 0 lets the session choose. */
  readonly threads: number;
  /** Of the machine; unknown counts as one. */
  readonly processors?: number | undefined;
}

/** Where a graph's weights are. */
export interface ModelBytes {
  /** The file that the graph calls `weightsFile`; undefined where it is in `folder`, or empty. */
  readonly model: Uint8Array | undefined;
  /** External weight files by the name that the graph gives them, without those in `folder`. */
  readonly external: Readonly<Record<string, Uint8Array>>;
  /**
   * The folder that has the files which are not given, under the names that the graph gives them. Only the native engine
   * reads files: it maps them into memory instead of copying them.
   */
  readonly folder?: string | undefined;
}

/** A graph that refers to its weights in files beside it. */
export type SessionGraph = Pick<TappedModel, 'path' | 'graph' | 'weightsFile' | 'externalFiles' | 'outputs'> &
  Partial<Pick<TappedModel, 'rounds'>>;

/** A loaded model. One run at a time; the caller queues. */
export interface Session {
  readonly engine: 'wasm' | 'native';
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
