import type { Port } from './port';

/** The first message to a worker: what its engine is made of, as far as the side that starts it reads that. */
export type WorkerStart = WasmStart | NativeStart;

/** ONNX Runtime in WebAssembly. */
export interface WasmStart {
  /** The bytes of `ort-wasm-simd-threaded.wasm`; moved to the worker. */
  readonly wasmBinary: ArrayBuffer;
  /** URL of `ort-wasm-simd-threaded.mjs`, which more than one thread needs. */
  readonly wasmModule?: string | undefined;
  /** Of the machine, where they are known. */
  readonly processors?: number | undefined;
}

/** ONNX Runtime as compiled for the machine; the worker has loaded it before it says that it listens. */
export interface NativeStart {
  readonly processors: number;
}

/** `auto` takes the native engine where there is one that starts. */
export type EngineChoice = 'auto' | EngineKind;
export type EngineKind = 'wasm' | 'native';

export interface WorkerWishes {
  readonly engine: EngineChoice;
  /** Is told why a worker has another engine than the one that was looked for. */
  readonly note: (text: string) => void;
}

/** The worker's first message: it listens now. All further messages are those of the RPC. */
export const workerReady = 'headlight-worker-ready';

/** A running worker, whichever the platform. */
export interface WorkerHandle {
  readonly port: Port;
  /** Ends the worker at once, also in the midst of a wasm run. `onExit` is not told of it. */
  terminate(): void;
  /** Is told once why the worker stopped by itself, for the log; at once where it has stopped already. */
  onExit(listener: (reason: string) => void): void;
}

/** Starts a worker that listens. Throws `worker-start`, `engine-missing`, `engine-load`. */
export type StartWorker = () => Promise<WorkerHandle>;

/** The same where the engine can be chosen. */
export type StartChosenWorker = (wishes: WorkerWishes) => Promise<WorkerHandle>;
