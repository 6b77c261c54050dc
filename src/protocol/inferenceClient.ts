/**
 * The one way to the inference worker, for the VS Code host and the headless entry alike. Starts the worker with the
 * first question, opens models once, and makes a stopped worker good: open questions fail with `worker-crashed`, the
 * next one finds a fresh worker and its model open again.
 */
import { HeadlightError } from '../core/errors';
import type { InferenceApi, ModelAnswer, ModelFiles, OpenQuestion } from './inference';
import { openChannel, type CallOptions, type Channel, type Remote } from './rpc';
import type { StartWorker, WorkerHandle } from './workerHandle';

type Questions = Omit<InferenceApi, 'open'>;
type Name = keyof Questions;

/** Questions that can hold the worker's thread for seconds, so that it does not even hear of a cancellation. */
const heavy: ReadonlySet<Name> = new Set(['inspect', 'run', 'runIds']);

/** After these the wasm engine is not to be trusted any more. */
const fatal: ReadonlySet<string> = new Set(['out-of-memory', 'worker-crashed']);

interface OpenMemo {
  readonly key: string;
  readonly load: () => Promise<ModelFiles>;
  readonly threads: number;
}

interface Opening {
  readonly memo: OpenMemo;
  readonly answer: Promise<ModelAnswer>;
  readonly waiting: Set<CallOptions>;
  /** The model's number, once it is open. */
  model: number | undefined;
}

interface LiveWorker {
  readonly handle: WorkerHandle;
  readonly channel: Channel<InferenceApi>;
  /** The model that is open or being opened: the worker keeps one. */
  opening: Opening | undefined;
  /** Heavy questions that somebody waits for. */
  heavyCalls: number;
  /** Ends when it is clear whether the worker has come out of a cancelled question. */
  settled: Promise<void>;
}

export class InferenceClient {
  /** Every question but `open`. A run of a worker that is gone is `run-unknown`; its model is opened again. */
  readonly ask: Remote<Questions>;
  readonly #memos = new Map<number, OpenMemo>();
  #worker: Promise<LiveWorker> | undefined;
  #live: LiveWorker | undefined;
  #disposed = false;

  /** `patience` is how long, in ms, a question that nobody waits for may hold the worker. */
  constructor(
    private readonly startWorker: StartWorker,
    private readonly patience = 2_000,
  ) {
    const ask = (name: Name) => (question: unknown, options?: CallOptions) =>
      this.#ask(name, question, options ?? {});
    const names: Record<Name, true> = {
      inspect: true,
      run: true,
      runIds: true,
      row: true,
      tile: true,
      everyHead: true,
      topWords: true,
      blockWeights: true,
      release: true,
    };
    // SAFETY: each property is the question of that name, passed on unchanged to the remote of the same type.
    this.ask = Object.fromEntries(
      Object.keys(names).map((name) => [name, ask(name as Name)]),
    ) as unknown as Remote<Questions>;
  }

  /**
   * Opens a model, or answers at once where `key` with `threads` is open. `load` reads its files, now and whenever a
   * fresh worker needs them; their buffers are moved. A caller that cancels is free at once; the load goes on for a
   * moment in case the next command wants the same model.
   * @throws HeadlightError `model-…`, `tokenizer-…`, `worker-start`, `worker-crashed`, `cancelled`
   */
  async open(
    key: string,
    load: () => Promise<ModelFiles>,
    threads: number,
    options: CallOptions = {},
  ): Promise<ModelAnswer> {
    let live = await this.#alive(options);
    if (live.opening && live.opening.memo.threads !== threads) {
      // The engine takes its number of threads once, when it starts.
      this.#drop(live, new HeadlightError('cancelled'));
      live = await this.#alive(options);
    }
    let opening = live.opening;
    if (opening?.memo.key !== key) opening = live.opening = this.#load(live, { key, load, threads });
    return this.#join(live, opening, options);
  }

  /** Ends the worker; open questions fail with `cancelled`, and so does each later one. */
  dispose(): void {
    this.#disposed = true;
    if (this.#live) this.#drop(this.#live, new HeadlightError('cancelled'));
  }

  #load(live: LiveWorker, memo: OpenMemo): Opening {
    const waiting = new Set<CallOptions>();
    const send = async (): Promise<ModelAnswer> => {
      const files = await memo.load();
      const question: OpenQuestion = { files, threads: memo.threads };
      const answer = await live.channel.remote.open(question, {
        transfer: [files.onnx, ...Object.values(files.external)],
        onProgress: (stage) => {
          for (const one of waiting) one.onProgress?.(stage);
        },
      });
      this.#memos.set(answer.model, memo);
      opening.model = answer.model;
      return answer;
    };
    const forget = (thrown: unknown): never => {
      if (live.opening === opening) live.opening = undefined;
      this.#dropIfFatal(live, thrown);
      throw thrown;
    };
    const opening: Opening = { memo, answer: send().catch(forget), waiting, model: undefined };
    return opening;
  }

  /** Waits for a load together with others; one that nobody waits for any more ends with its worker. */
  #join(live: LiveWorker, opening: Opening, options: CallOptions): Promise<ModelAnswer> {
    opening.waiting.add(options);
    const leave = (): void => {
      opening.waiting.delete(options);
    };
    return new Promise<ModelAnswer>((resolve, reject) => {
      const cancel = (): void => {
        leave();
        reject(new HeadlightError('cancelled'));
        setTimeout(() => {
          const unwanted = opening.waiting.size === 0 && opening.model === undefined;
          if (unwanted && live.opening === opening) this.#drop(live, new HeadlightError('cancelled'));
        }, this.patience);
      };
      if (options.signal?.aborted === true) cancel();
      options.signal?.addEventListener('abort', cancel, { once: true });
      void opening.answer.then(resolve, reject).finally(() => {
        options.signal?.removeEventListener('abort', cancel);
        leave();
      });
    });
  }

  async #ask(name: Name, asked: unknown, options: CallOptions): Promise<unknown> {
    const live = await this.#alive(options);
    const question = await this.#withOpenModel(live, asked, options);
    // SAFETY: `name` and `asked` come from one property of `ask`, typed by the same interface.
    const send = live.channel.remote[name] as (question: unknown, options: CallOptions) => Promise<unknown>;
    if (heavy.has(name)) live.heavyCalls++;
    try {
      return await send(question, options);
    } catch (thrown) {
      this.#dropIfFatal(live, thrown);
      if (heavy.has(name) && options.signal?.aborted === true && live.heavyCalls === 1) this.#expect(live);
      throw thrown;
    } finally {
      if (heavy.has(name)) live.heavyCalls--;
    }
  }

  /** The question with the number that its model has now, opened again where worker or model changed meanwhile. */
  async #withOpenModel(live: LiveWorker, question: unknown, options: CallOptions): Promise<unknown> {
    if (typeof question !== 'object' || question === null || !('model' in question)) return question;
    const memo = this.#memos.get(Number(question.model));
    if (!memo || live.opening?.model === question.model) return question;
    const { model } = await this.open(memo.key, memo.load, memo.threads, options);
    return { ...question, model };
  }

  /** A cancelled question may still hold the worker: later ones wait until it answers again, or is replaced. */
  #expect(live: LiveWorker): void {
    live.settled = new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#drop(live, new HeadlightError('cancelled'));
      }, this.patience);
      const done = (): void => {
        clearTimeout(late);
        resolve();
      };
      live.channel.remote.release({ run: -1 }).then(done, done);
    });
  }

  async #alive(options: CallOptions): Promise<LiveWorker> {
    // A worker may be given up while its last question is waited for: then a second one is started, but no third.
    for (let start = 0; start < 2; start++) {
      if (this.#disposed || options.signal?.aborted === true) throw new HeadlightError('cancelled');
      const live = await (this.#worker ??= this.#begin());
      await live.settled;
      if (this.#live === live) return live;
    }
    throw new HeadlightError('worker-crashed');
  }

  async #begin(): Promise<LiveWorker> {
    try {
      const handle = await this.startWorker();
      const channel = openChannel<Record<string, never>, InferenceApi>(handle.port, {});
      const live: LiveWorker = {
        handle,
        channel,
        opening: undefined,
        heavyCalls: 0,
        settled: Promise.resolve(),
      };
      this.#live = live;
      handle.onExit((reason) => {
        this.#drop(live, new HeadlightError('worker-crashed', {}, { cause: reason }));
      });
      if (this.#disposed) this.#drop(live, new HeadlightError('cancelled'));
      return live;
    } catch (thrown) {
      this.#worker = undefined;
      throw thrown;
    }
  }

  #dropIfFatal(live: LiveWorker, thrown: unknown): void {
    if (thrown instanceof HeadlightError && fatal.has(thrown.code)) {
      this.#drop(live, new HeadlightError('worker-crashed', {}, { cause: thrown }));
    }
  }

  /** Ends a worker; the next question starts another one. */
  #drop(live: LiveWorker, error: HeadlightError): void {
    if (this.#live !== live) return;
    this.#live = undefined;
    this.#worker = undefined;
    live.handle.terminate();
    live.channel.close(error);
  }
}
