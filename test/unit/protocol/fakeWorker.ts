import type { HeadlightError } from '../../../src/core/errors';
import type { InferenceApi } from '../../../src/protocol/inference';
import type { ModelAnswer, ModelFiles } from '../../../src/protocol/models';
import { openChannel, type Served } from '../../../src/protocol/rpc';
import type { WorkerHandle } from '../../../src/protocol/workerHandle';
import { portPair } from './portPair';

/** A worker in this thread whose methods a test gives; the others fail. */
export class FakeWorker {
  terminated = false;
  readonly handle: WorkerHandle;
  /** How often each method was asked. */
  readonly asked: string[] = [];
  #onExit: ((reason: string) => void) | undefined;

  constructor(methods: Partial<Served<InferenceApi>>) {
    const [host, worker] = portPair();
    const api = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: undefined }),
        get: (_target, name: keyof InferenceApi) => (question: never, context: never) => {
          this.asked.push(name);
          // A worker that is gone, or busy in wasm, answers nothing.
          if (this.terminated) return new Promise(() => undefined);
          if (name === 'release' && methods.release === undefined) return null;
          return (methods[name] as (question: never, context: never) => unknown)(question, context);
        },
      },
    );
    // SAFETY: every property of the proxy is a method.
    openChannel<InferenceApi, Record<string, never>>(worker, api as Served<InferenceApi>);
    this.handle = {
      port: host,
      terminate: () => {
        this.terminated = true;
      },
      onExit: (listener) => {
        this.#onExit = listener;
      },
    };
  }

  die(reason: string): void {
    this.#onExit?.(reason);
  }
}

export function modelAnswer(model: number, name = 'fake'): ModelAnswer {
  return {
    model,
    name,
    blocks: [],
    refused: [],
    maxTokens: 8,
    hasTokenizer: true,
    kind: 'encoder',
    engine: { kind: 'wasm', threads: 1 },
    predicts: undefined,
  };
}

export function modelFiles(name = 'fake'): ModelFiles {
  const path = `${name}.onnx`;
  return { path, name, graph: { path, onnx: new ArrayBuffer(8), external: {} } };
}

/** A promise and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: HeadlightError) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: HeadlightError) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
