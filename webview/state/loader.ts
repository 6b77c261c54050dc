import { HeadlightError } from '../../src/core/errors';
import type { CallOptions } from '../../src/protocol/rpc';

export interface Loader<Question> {
  /** Asks this unless it was asked already; an older question is cancelled, its answer dropped. */
  want(question: Question | undefined): void;
  /** Forgets what was asked: an answer may have been lost while the page was hidden. */
  reset(): void;
}

/** Asks one question at a time. `keyOf` is equal for questions with equal answers. */
export function createLoader<Question, Answer>(
  keyOf: (question: Question) => string,
  ask: (question: Question, options: CallOptions) => Promise<Answer>,
  onAnswer: (question: Question, answer: Answer) => void,
  onFailure: (question: Question) => void,
): Loader<Question> {
  let asked: { readonly key: string; readonly controller: AbortController } | undefined;
  const cancel = (): void => {
    asked?.controller.abort();
    asked = undefined;
  };

  async function load(question: Question, controller: AbortController): Promise<void> {
    try {
      const answer = await ask(question, { signal: controller.signal });
      if (!controller.signal.aborted) onAnswer(question, answer);
    } catch (thrown) {
      if (controller.signal.aborted) return;
      // A newer run has replaced this one; its snapshot is on the way.
      if (thrown instanceof HeadlightError && thrown.code === 'run-unknown') return;
      onFailure(question);
    }
  }

  return {
    want: (question) => {
      if (question && asked?.key === keyOf(question)) return;
      cancel();
      if (!question) return;
      const controller = new AbortController();
      asked = { key: keyOf(question), controller };
      void load(question, controller);
    },
    reset: cancel,
  };
}
