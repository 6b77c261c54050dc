import { HeadlightError } from '../../core/errors';

/** One after the other: the engine does one thing at a time. Those cancelled while they wait are never begun. */
export class Exclusive {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => {
      if (signal.aborted) throw new HeadlightError('cancelled');
      return task();
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
