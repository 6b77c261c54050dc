import type { Port } from './port';

/** The first message to a worker: what the ONNX Runtime engine is made of, read by the side that starts it. */
export interface WorkerStart {
  /** The bytes of `ort-wasm-simd-threaded.wasm`; moved to the worker. */
  readonly wasmBinary: ArrayBuffer;
  /** URL of `ort-wasm-simd-threaded.mjs`, which more than one thread needs. */
  readonly wasmModule?: string | undefined;
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

/** Starts a worker that listens. Throws `worker-start`. */
export type StartWorker = () => Promise<WorkerHandle>;
