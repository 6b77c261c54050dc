import { HeadlightError } from '../../core/errors';
import { scoringGraph, type LoadedModel } from '../models/loadedModel';
import type { FilledFeeds } from '../session/sessionTypes';
import { beamSearch } from './beamSearch';
import { greedySearch } from './greedy';

/** What the decoder's graph is run on for some target tokens. */
export type DecoderFeeds = (target: readonly number[]) => FilledFeeds;

export interface Steps {
  /** Most tokens of the target, the start token included, that the decoder has positions for. */
  readonly positions: number | undefined;
  /** 1 is greedy. */
  readonly beams: number;
  /** Called before each step; throws where nobody wants the text any more. */
  readonly turn: () => Promise<void> | undefined;
}

/**
 * Writes the target, token by token, from the start token on. A last end token is left out: the decoder never reads it.
 * One step costs a run of the decoder over the tokens so far and the scores of its last row; in a graph that has both
 * halves, the encoder is run with it.
 * @throws HeadlightError `model-no-scores`, `model-no-start`, `cancelled`
 */
export async function writeTarget(
  model: LoadedModel,
  feedsOf: DecoderFeeds,
  { positions, beams, turn }: Steps,
): Promise<readonly number[]> {
  const graph = scoringGraph(model);
  const { scores } = graph;
  if (!scores) throw new HeadlightError('model-no-scores', { model: model.answer.name });
  const configured = model.generation();
  // The end token needs no position of its own, since it is not read.
  const maxLength = Math.min(configured.maxLength, (positions ?? Infinity) + 1);
  const settings = { ...configured, maxLength };
  const next = async (written: readonly number[]): Promise<Float32Array> => {
    await turn();
    const tensors = await graph.session.run(feedsOf(written).feeds, scores.from);
    return (await scores.of(tensors, [written.length - 1])).scores;
  };
  const all = beams > 1 ? await beamSearch(next, settings, beams) : await greedySearch(next, settings);
  const ends = all.length > 1 && settings.ends.includes(all.at(-1) ?? NaN);
  const read = ends ? all.slice(0, -1) : all;
  return read.slice(0, positions);
}
