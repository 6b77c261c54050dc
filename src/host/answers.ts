import { HeadlightError } from '../core/errors';
import type { PredictAnswer } from '../protocol/inference';
import type { InferenceClient } from '../protocol/inferenceClient';
import { sameTokens, type Analysis, type ShownRow } from './analysis';
import { lookFrom } from './choices';
import type { Fresh } from './runs';
import type { State } from './state';

/** Predictions that are asked for: as many as a short list shows. */
const predictionCount = 10;

/** Asks the worker what a run says about the query. */
export class Answers {
  constructor(private readonly client: InferenceClient) {}

  /**
   * The analysis with the row and the predictions of its query, and the choice that fits the query.
   * `undefined` where the worker has let the run go, or was started anew.
   */
  async about(
    analysis: Fresh,
    how: Pick<State, 'choice' | 'direction' | 'hideSpecial'>,
    present: Analysis | undefined,
  ): Promise<Pick<State, 'analysis' | 'choice'> | undefined> {
    const { run, query } = analysis;
    const look = lookFrom(query.side, how.choice, how.direction, run.blocks);
    if (!look) throw new HeadlightError('head-unknown', { layer: how.choice.layer, head: how.choice.head });
    const { choice, direction, seen } = look;
    const { hideSpecial } = how;
    try {
      const [row, predictions] = await Promise.all([
        this.client.ask.row({ run: run.run, tokens: query.tokens, choice, direction, hideSpecial }),
        this.#predictions(analysis, present?.run === run ? present : undefined),
      ]);
      const shown: ShownRow = { ...row, side: seen, direction };
      return { analysis: { ...analysis, row: shown, predictions }, choice };
    } catch (thrown) {
      if (thrown instanceof HeadlightError && thrown.code === 'run-unknown') return undefined;
      throw thrown;
    }
  }

  /** Masked places stay the same while the query moves; the next token is that after the query. */
  async #predictions(analysis: Fresh, present: Analysis | undefined): Promise<PredictAnswer['places']> {
    const { task, run, query } = analysis;
    if (task !== 'mask' && task !== 'next') return [];
    const isKnown = task === 'mask' || (present && sameTokens(present.query, query));
    if (present?.task === task && isKnown) return present.predictions;
    const tokens = task === 'mask' ? query.tokens : query.tokens.slice(-1);
    const { places } = await this.client.ask.predict({ run: run.run, tokens, count: predictionCount });
    return places;
  }
}
