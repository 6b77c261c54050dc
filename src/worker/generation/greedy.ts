import type { GenerationSettings } from './generationSettings';
import { applyRules } from './scoreRules';

/** The scores of each token of the vocabulary after some tokens; the array is the caller's to change. */
export type NextScores = (written: readonly number[]) => Promise<Float32Array>;

/** Writes the likeliest token, step by step. Answers with the tokens from the start token to the end token. */
export async function greedySearch(next: NextScores, settings: GenerationSettings): Promise<number[]> {
  const written = [settings.start];
  while (written.length < settings.maxLength) {
    const scores = await next(written);
    applyRules(scores, written, settings);
    const token = largestAt(scores);
    written.push(token);
    if (settings.ends.includes(token)) break;
  }
  return written;
}

/** The first of equals. */
function largestAt(scores: Float32Array): number {
  let best = 0;
  for (let at = 1; at < scores.length; at++) if ((scores[at] ?? 0) > (scores[best] ?? 0)) best = at;
  return best;
}
