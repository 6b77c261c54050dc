/**
 * The one way to the inference worker, for the VS Code host and the headless entry alike. Starts the worker with the
 * first question, opens models once, and makes good what is gone: a model that the worker has let go is opened again
 * with the next run, and so are those of a worker that stopped, whose open questions fail with `worker-crashed`.
 */
import { HeadlightError } from '../core/errors';
import type { InferenceApi } from './inference';
import type { ModelAnswer } from './models';
import { ModelOpening, type EngineLimits, type ModelSource } from './modelOpening';
import { buffersOf } from './modelFolder';
import { openChannel, type CallOptions, type Channel, type Remote } from './rpc';
import { StageWatch, usualLimits } from './stageWatch';
import type { StartWorker, WorkerHandle } from './workerHandle';

type Questions = Omit<InferenceApi, 'open'>;
type Name = keyof Questions;

/** Questions that can hold the worker's thread for seconds, so that it does not even hear of a cancellation. */
const heavy: ReadonlySet<Name> = new Set(['inspect', 'run', 'runIds', 'predict']);

/** After these the wasm engine is not to be trusted any more. */
const fatal: ReadonlySet<string> = new Set(['out-of-memory', 'model-memory', 'worker-crashed']);

interface LiveWorker {
  readonly handle: WorkerHandle;
  readonly channel: Channel<InferenceApi>;
  /** The models that are open, being opened, or let go since, by their source's key. */
  readonly openings: Map<string, ModelOpening>;
  /** Heavy questions that somebody waits for. */
  heavyCalls: number;
  /** Ends when it is clear whether the worker has come out of a cancelled question. */
  settled: Promise<void>;
}

export class InferenceClient {
  /** Every question but `open`. A run of a worker that is gone is `run-unknown`; its model is opened again. */
  readonly ask: Remote<Questions>;
  readonly #sources = new Map<number, ModelSource>();
  #worker: Promise<LiveWorker> | undefined;
  #live: LiveWorker | undefined;
  #disposed = false;

  /**
   * `patience` is how long, in ms, a question that nobody waits for may hold the worker; `stageLimits` how long the
   * stages may take that only a hostile model makes long.
   */
  constructor(
    private readonly startWorker: StartWorker,
    private readonly patience = 2_000,
    private readonly stageLimits = usualLimits,
  ) {
    const ask = (name: Name) => (question: unknown, options?: CallOptions) =>
      this.#ask(name, question, options ?? {});
    const names: Record<Name, true> = {
      inspect: true,
      run: true,
      runIds: true,
      row: true,
      tile: true,
      layerOverview: true,
      everyHead: true,
      topWords: true,
      blockWeights: true,
      predict: true,
      release: true,
    };
    // SAFETY: each property is the question of that name, passed on unchanged to the remote of the same type.
    this.ask = Object.fromEntries(
      Object.keys(names).map((name) => [name, ask(name as Name)]),
    ) as unknown as Remote<Questions>;
  }

  /**
   * Opens a model, or answers at once where `key` with `threads` is open. `load` reads its files, now and whenever a
   * worker needs them again; their buffers are moved.
   * @param memory bytes that the open models may take together
   * @throws HeadlightError `model-…`, `tokenizer-…`, `worker-start`, `worker-crashed`, `cancelled`
   */
  open(
    key: string,
    load: ModelSource['load'],
    { threads, memory }: EngineLimits,
    options: CallOptions = {},
  ): Promise<ModelAnswer> {
    return this.#open({ key, load, threads, memory }, options);
  }

  /** Ends the worker, so that the next question starts one anew; open questions fail with `cancelled`. */
  restart(): void {
    if (this.#live) this.#drop(this.#live, new HeadlightError('cancelled'));
  }

  /** Ends the worker; open questions fail with `cancelled`, and so does each later one. */
  dispose(): void {
    this.#disposed = true;
    this.restart();
  }

  async #open(source: ModelSource, options: CallOptions): Promise<ModelAnswer> {
    let live = await this.#alive(options);
    if ([...live.openings.values()].some((one) => one.source.threads !== source.threads)) {
      // The engine takes its number of threads once, when it starts.
      this.#drop(live, new HeadlightError('cancelled'));
      live = await this.#alive(options);
    }
    const { key } = source;
    const known = live.openings.get(key);
    const opening = known && !known.failed ? known : this.#load(live, source);
    live.openings.set(key, opening);
    try {
      return await opening.join(options, this.patience, () => {
        if (live.openings.get(key) === opening) this.#drop(live, new HeadlightError('cancelled'));
      });
    } catch (thrown) {
      this.#dropIfFatal(live, thrown);
      throw thrown;
    }
  }

  /** Asks with options that watch the stages: the worker is ended where one takes too long. */
  async #watched<T>(
    live: LiveWorker,
    options: CallOptions,
    ask: (options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const watch = new StageWatch(this.stageLimits, (error) => {
      this.#drop(live, error);
    });
    const onProgress = (stage: string): void => {
      watch.enter(stage);
      options.onProgress?.(stage);
    };
    try {
      return await ask({ ...options, onProgress });
    } finally {
      watch.end();
    }
  }

  #load(live: LiveWorker, source: ModelSource): ModelOpening {
    return new ModelOpening(source, async (onProgress) => {
      const files = await source.load();
      const { threads, memory } = source;
      const question = { files, threads, memory };
      const transfer = buffersOf(files);
      const answer = await this.#watched(live, { transfer, onProgress }, (options) =>
        live.channel.remote.open(question, options),
      );
      this.#sources.set(answer.model, source);
      return answer;
    });
  }

  async #ask(name: Name, asked: unknown, options: CallOptions): Promise<unknown> {
    const live = await this.#alive(options);
    const question = await this.#withOpenModel(live, asked, options);
    try {
      return await this.#send(live, name, question, options);
    } catch (thrown) {
      const number = isGone(thrown) ? modelOf(question) : undefined;
      if (number === undefined || !this.#sources.has(number)) throw thrown;
      // The worker needed the room for another model.
      const gone = openingOf(live, question);
      if (gone) live.openings.delete(gone.source.key);
      return this.#send(live, name, await this.#withOpenModel(live, asked, options), options);
    }
  }

  async #send(live: LiveWorker, name: Name, question: unknown, options: CallOptions): Promise<unknown> {
    // SAFETY: `name` and `asked` come from one property of `ask`, typed by the same interface.
    const send = live.channel.remote[name] as (question: unknown, options: CallOptions) => Promise<unknown>;
    if (heavy.has(name)) live.heavyCalls++;
    try {
      return await this.#watched(live, options, (watched) => send(question, watched));
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
    const number = modelOf(question);
    const source = number === undefined ? undefined : this.#sources.get(number);
    if (!source || openingOf(live, question)) return question;
    const { model } = await this.#open(source, options);
    return { ...(question as object), model };
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
        openings: new Map(),
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

function isGone(thrown: unknown): boolean {
  return thrown instanceof HeadlightError && thrown.code === 'model-unknown';
}

/** The number of the model that a question is about. */
function modelOf(question: unknown): number | undefined {
  if (typeof question !== 'object' || question === null || !('model' in question)) return undefined;
  return Number(question.model);
}

/** The opening that gave the model of a question its number. */
function openingOf(live: LiveWorker, question: unknown): ModelOpening | undefined {
  const model = modelOf(question);
  return model === undefined
    ? undefined
    : [...live.openings.values()].find((opening) => opening.model === model);
}
