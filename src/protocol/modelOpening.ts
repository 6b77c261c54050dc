import { HeadlightError } from '../core/errors';
import type { ModelAnswer, ModelFiles } from './models';
import type { CallOptions } from './rpc';

/** What the worker may take of the machine. */
export interface EngineLimits {
  /** Threads of the engine; 0 lets the worker choose. */
  readonly threads: number;
  /** Bytes that the open models may take together; the newest is always kept, however large. */
  readonly memory: number;
}

/** What it takes to open a model, now or again. */
export interface ModelSource extends EngineLimits {
  /** Tells models apart. */
  readonly key: string;
  /** Reads the files; their buffers are moved to the worker. */
  readonly load: () => Promise<ModelFiles>;
}

/**
 * The load of one model into one worker, which several callers may wait for together. It is not ended by a caller who
 * cancels: mostly the next command wants the same model.
 */
export class ModelOpening {
  readonly #waiting = new Set<CallOptions>();
  readonly #answer: Promise<ModelAnswer>;
  #model: number | undefined;
  #failed = false;

  /** `send` loads the model; it is given whom to tell of the stages. */
  constructor(
    readonly source: ModelSource,
    send: (onProgress: (stage: string) => void) => Promise<ModelAnswer>,
  ) {
    this.#answer = send((stage) => {
      for (const one of this.#waiting) one.onProgress?.(stage);
    }).then(
      (answer) => {
        this.#model = answer.model;
        return answer;
      },
      (thrown: unknown) => {
        this.#failed = true;
        throw thrown;
      },
    );
  }

  /** The model's number, once it is open. */
  get model(): number | undefined {
    return this.#model;
  }

  /** Whether the load has come to nothing, and another one must be tried. */
  get failed(): boolean {
    return this.#failed;
  }

  /**
   * Waits for the model. A caller that cancels is free at once; `giveUp` is called where nobody has wanted a load that
   * is not done for `patience` ms after that.
   */
  join(options: CallOptions, patience: number, giveUp: () => void): Promise<ModelAnswer> {
    const { signal } = options;
    this.#waiting.add(options);
    return new Promise<ModelAnswer>((resolve, reject) => {
      const cancel = (): void => {
        this.#waiting.delete(options);
        reject(new HeadlightError('cancelled'));
        setTimeout(() => {
          const done = this.#failed || this.#model !== undefined;
          if (!done && this.#waiting.size === 0) giveUp();
        }, patience);
      };
      if (signal?.aborted === true) cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      void this.#answer.then(resolve, reject).finally(() => {
        signal?.removeEventListener('abort', cancel);
        this.#waiting.delete(options);
      });
    });
  }
}
