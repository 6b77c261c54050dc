import type { GenerationSettings } from './generationSettings';
import type { NextScores } from './greedy';
import { applyRules } from './scoreRules';

/** A text that is being written. */
interface Beam {
  readonly tokens: readonly number[];
  /** The sum of the logarithms of its tokens' probabilities. */
  readonly sum: number;
}

interface Finished {
  readonly tokens: readonly number[];
  /** `sum` over the number of tokens after the first, to the power of the length penalty. */
  readonly score: number;
}

/**
 * Keeps the `beams` likeliest texts side by side and answers with the best finished one, from the start token to the end
 * token. Step for step what the Transformers library does (`_beam_search`, `BeamSearchScorer`), so that its texts are
 * the oracle. `next` is asked once for each beam and step.
 */
export async function beamSearch(
  next: NextScores,
  settings: GenerationSettings,
  beams: number,
): Promise<readonly number[]> {
  const { start, ends, maxLength } = settings;
  const finished = new Best(beams, settings);
  let open: readonly Beam[] = [{ tokens: [start], sum: 0 }];
  while ((open[0]?.tokens.length ?? maxLength) < maxLength) {
    const candidates: Candidate[] = [];
    for (const beam of open) {
      const scores = logSoftmax(await next(beam.tokens));
      applyRules(scores, beam.tokens, settings);
      keepLargest(candidates, beam, scores, Math.max(2, 1 + ends.length) * beams);
    }
    const following: Beam[] = [];
    for (const [rank, { beam, token, sum }] of candidates.entries()) {
      if (ends.includes(token)) {
        if (rank < beams) finished.add([...beam.tokens, token], sum, beam.tokens.length);
      } else following.push({ tokens: [...beam.tokens, token], sum });
      if (following.length === beams) break;
    }
    open = following;
    const length = open[0]?.tokens.length ?? maxLength;
    if (finished.isDone(candidates[0]?.sum ?? -Infinity, length)) return finished.best;
  }
  for (const { tokens, sum } of open) finished.add(tokens, sum, tokens.length - 1);
  return finished.best;
}

interface Candidate {
  readonly beam: Beam;
  readonly token: number;
  readonly sum: number;
}

/** The likeliest finished texts, at most as many as there are beams. */
class Best {
  #texts: Finished[] = [];

  constructor(
    private readonly most: number,
    private readonly settings: GenerationSettings,
  ) {}

  add(tokens: readonly number[], sum: number, length: number): void {
    this.#texts.push({ tokens, score: sum / length ** this.settings.lengthPenalty });
    this.#texts.sort((a, b) => b.score - a.score);
    this.#texts.length = Math.min(this.#texts.length, this.most);
  }

  /** Whether no open text can become better than the worst finished one, as far as the settings care. */
  isDone(bestSum: number, length: number): boolean {
    const { earlyStopping, lengthPenalty, maxLength } = this.settings;
    if (this.#texts.length < this.most) return false;
    if (earlyStopping === true) return true;
    const longest = earlyStopping === 'never' && lengthPenalty > 0 ? maxLength : length;
    return (this.#texts.at(-1)?.score ?? -Infinity) >= bestSum / (longest - 1) ** lengthPenalty;
  }

  get best(): readonly number[] {
    return this.#texts[0]?.tokens ?? [];
  }
}

/** In place; logarithms are summed in float64. */
function logSoftmax(scores: Float32Array): Float32Array {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - largest);
  const shift = largest + Math.log(sum);
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) - shift;
  return scores;
}

/** Puts a beam's tokens among the `count` likeliest candidates, which fall; of equals the earlier goes first. */
function keepLargest(candidates: Candidate[], beam: Beam, scores: Float32Array, count: number): void {
  for (let token = 0; token < scores.length; token++) {
    const sum = beam.sum + (scores[token] ?? -Infinity);
    if (sum === -Infinity) continue;
    const last = candidates.length === count ? candidates[count - 1] : undefined;
    if (last && sum <= last.sum) continue;
    let at = candidates.length;
    while (at > 0 && (candidates[at - 1]?.sum ?? 0) < sum) at--;
    candidates.splice(at, 0, { beam, token, sum });
    if (candidates.length > count) candidates.pop();
  }
}
