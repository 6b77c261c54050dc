/**
 * Typed questions and answers over a {@link Port}: an interface of methods is served on one side and called on the
 * other, both ways on one port where both sides serve. Every call ends in an answer, an error code or `cancelled`.
 *
 * birpc and comlink were looked at first: neither cancels, birpc moves no buffers, and comlink needs message ports,
 * which a webview does not have.
 */
import { fromErrorShape, HeadlightError, toErrorShape, type ErrorShape } from '../core/errors';
import type { Port } from './port';

/** What a served method gets beside its question. */
export interface CallContext {
  /** Aborted when the caller has lost interest. */
  readonly signal: AbortSignal;
  /** Tells the caller what is being done now. */
  readonly progress: (stage: string) => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((stage: string) => void) | undefined;
  /** Buffers in the question that may be moved; they are empty afterwards. */
  readonly transfer?: readonly ArrayBuffer[] | undefined;
}

/** An answer whose buffers are moved, not copied, to the caller. */
export class Moved<T> {
  constructor(
    readonly answer: T,
    readonly buffers: readonly ArrayBuffer[],
  ) {}
}

/** An interface whose methods take one question and give one answer. */
type Method = (question: never) => unknown;
type ApiOf<Api> = { readonly [Name in keyof Api]: Method };

/** An API as the serving side writes it. */
export type Served<Api extends ApiOf<Api>> = {
  readonly [Name in keyof Api]: (
    question: Parameters<Api[Name]>[0],
    context: CallContext,
  ) =>
    | ReturnType<Api[Name]>
    | Moved<ReturnType<Api[Name]>>
    | Promise<ReturnType<Api[Name]> | Moved<ReturnType<Api[Name]>>>;
};

/** An API as the calling side sees it. */
export type Remote<Api extends ApiOf<Api>> = {
  readonly [Name in keyof Api]: (
    question: Parameters<Api[Name]>[0],
    options?: CallOptions,
  ) => Promise<ReturnType<Api[Name]>>;
};

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly question: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly stage: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorShape };

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((stage: string) => void) | undefined;
}

/** Both ends of the questions on one port. */
export interface Channel<Theirs extends ApiOf<Theirs>> {
  /** The API of the other side. */
  readonly remote: Remote<Theirs>;
  /** Fails every open call with `error` and each later one too: the other side is gone. */
  close(error: HeadlightError): void;
}

/** Serves `mine` on `port` and gives the calls of the other side's API. */
export function openChannel<Mine extends ApiOf<Mine>, Theirs extends ApiOf<Theirs>>(
  port: Port,
  mine: Served<Mine>,
): Channel<Theirs> {
  const pending = new Map<number, Pending>();
  const serving = new Map<number, AbortController>();
  let lastId = 0;
  let closedBy: HeadlightError | undefined;
  const post = (message: Message, transfer?: readonly ArrayBuffer[]): void => {
    port.post(message, transfer);
  };

  async function serve(id: number, method: string, question: unknown): Promise<void> {
    const controller = new AbortController();
    serving.set(id, controller);
    const context: CallContext = {
      signal: controller.signal,
      progress: (stage) => {
        post({ kind: 'progress', id, stage });
      },
    };
    try {
      if (!Object.hasOwn(mine, method)) throw new Error(`no method ${method}`);
      // SAFETY: the caller's side is typed by the same interface; `method` is one of its names.
      const handler = mine[method as keyof Mine] as (question: unknown, context: CallContext) => unknown;
      const answer = await handler(question, context);
      if (controller.signal.aborted) throw new HeadlightError('cancelled');
      if (answer instanceof Moved) post({ kind: 'answer', id, answer: answer.answer }, answer.buffers);
      else post({ kind: 'answer', id, answer });
    } catch (thrown) {
      post({ kind: 'failure', id, error: toErrorShape(thrown) });
    } finally {
      serving.delete(id);
    }
  }

  function call(method: string, question: unknown, options: CallOptions = {}): Promise<unknown> {
    const { signal, onProgress, transfer } = options;
    return new Promise((resolve, reject) => {
      if (closedBy) {
        reject(closedBy);
        return;
      }
      if (signal?.aborted === true) {
        reject(new HeadlightError('cancelled'));
        return;
      }
      const id = ++lastId;
      const cancel = (): void => {
        // The caller is free at once; a late answer finds nobody waiting and is dropped.
        pending.get(id)?.reject(new HeadlightError('cancelled'));
        post({ kind: 'cancel', id });
      };
      const settle = (): void => {
        pending.delete(id);
        signal?.removeEventListener('abort', cancel);
      };
      pending.set(id, {
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
        onProgress,
      });
      signal?.addEventListener('abort', cancel);
      post({ kind: 'call', id, method, question }, transfer);
    });
  }

  port.listen((data) => {
    // SAFETY: ports are private to the two sides, and both speak through this module.
    const message = data as Message;
    switch (message.kind) {
      case 'call':
        void serve(message.id, message.method, message.question);
        break;
      case 'cancel':
        serving.get(message.id)?.abort();
        break;
      case 'progress':
        pending.get(message.id)?.onProgress?.(message.stage);
        break;
      case 'answer':
        pending.get(message.id)?.resolve(message.answer);
        break;
      case 'failure':
        pending.get(message.id)?.reject(fromErrorShape(message.error));
        break;
    }
  });

  const remote = new Proxy(
    {},
    {
      get: (_target, name) =>
        typeof name === 'string' && name !== 'then'
          ? (question: unknown, options?: CallOptions) => call(name, question, options)
          : undefined,
    },
  );
  return {
    // SAFETY: every property of the proxy is a call of the method of that name.
    remote: remote as Remote<Theirs>,
    close: (error) => {
      closedBy = error;
      for (const one of [...pending.values()]) one.reject(error);
      for (const controller of serving.values()) controller.abort();
    },
  };
}
