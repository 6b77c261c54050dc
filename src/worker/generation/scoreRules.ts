import type { GenerationSettings } from './generationSettings';

/**
 * Changes the scores of the next token as the settings want, in place: what is not to be written gets -∞. The rules and
 * their order are those of the Transformers library's logits processors.
 * @param scores `[vocabulary]`: logits, or their logarithmic softmax in a search
 * @param written the tokens so far, the start token included
 */
export function applyRules(
  scores: Float32Array,
  written: readonly number[],
  settings: GenerationSettings,
): void {
  const { ends, never, neverFirst, forcedFirst, forcedLast, noRepeatSize, repetitionPenalty } = settings;
  const forbid = (token: number | undefined): void => {
    if (token !== undefined && token >= 0 && token < scores.length) scores[token] = -Infinity;
  };
  if (repetitionPenalty !== 1) {
    for (const token of new Set(written)) {
      const score = scores[token] ?? 0;
      scores[token] = score < 0 ? score * repetitionPenalty : score / repetitionPenalty;
    }
  }
  if (noRepeatSize > 0) repeated(written, noRepeatSize).forEach(forbid);
  for (const word of never) {
    const begun = word.slice(0, -1);
    if (
      begun.length <= written.length &&
      begun.every((token, at) => written.at(at - begun.length) === token)
    ) {
      forbid(word.at(-1));
    }
  }
  if (written.length < settings.minLength) ends.forEach(forbid);
  if (written.length === (forcedFirst === undefined ? 1 : 2)) neverFirst.forEach(forbid);
  if (forcedFirst !== undefined && written.length === 1) force(scores, forcedFirst);
  if (forcedLast !== undefined && written.length === settings.maxLength - 1) force(scores, forcedLast);
}

function force(scores: Float32Array, token: number): void {
  scores.fill(-Infinity);
  scores[token] = 0;
}

/** The tokens that would end a sequence of `size` tokens that has been written before. */
function repeated(written: readonly number[], size: number): number[] {
  const begun = written.slice(written.length - size + 1);
  const found: number[] = [];
  for (let at = 0; at + size <= written.length; at++) {
    if (begun.every((token, index) => written[at + index] === token))
      found.push(written[at + size - 1] ?? -1);
  }
  return found;
}
