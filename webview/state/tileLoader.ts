import { HeadlightError } from '../../src/core/errors';
import type { TileAnswer, TileQuestion } from '../../src/protocol/inference';
import type { CallOptions } from '../../src/protocol/rpc';
import { partKey } from './state';

export interface TileLoader {
  /** Asks for this tile unless it was asked for already; an older question is cancelled, its answer dropped. */
  want(question: TileQuestion | undefined): void;
  /** Forgets what was asked: an answer may have been lost while the page was hidden. */
  reset(): void;
}

export function createTileLoader(
  ask: (question: TileQuestion, options: CallOptions) => Promise<TileAnswer>,
  onAnswer: (question: TileQuestion, answer: TileAnswer) => void,
  onFailure: (question: TileQuestion) => void,
): TileLoader {
  let asked: { readonly key: string; readonly controller: AbortController } | undefined;
  const cancel = (): void => {
    asked?.controller.abort();
    asked = undefined;
  };

  async function load(question: TileQuestion, controller: AbortController): Promise<void> {
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
      if (question && asked?.key === partKey(question)) return;
      cancel();
      if (!question) return;
      const controller = new AbortController();
      asked = { key: partKey(question), controller };
      void load(question, controller);
    },
    reset: cancel,
  };
}
