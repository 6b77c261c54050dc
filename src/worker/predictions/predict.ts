import { HeadlightError } from '../../core/errors';
import type { Tokenizer } from '../../core/text/tokenizer/tokenizer';
import type { PredictAnswer, PredictQuestion } from '../../protocol/inference';
import type { CallContext } from '../../protocol/rpc';
import { checkTokens } from '../answers/checkTokens';
import { scoringGraph } from '../models/loadedModel';
import type { Run } from '../runs/run';
import { rankOf, topPredictions } from './topPredictions';

/**
 * The likeliest tokens at masked places of a run, or after tokens of a decoder's, with what stands in the text there.
 * @throws HeadlightError `model-no-predictions`, `model-run`, `out-of-memory`
 */
export async function predict(
  run: Run,
  { tokens, count }: PredictQuestion,
  progress: CallContext['progress'],
): Promise<PredictAnswer> {
  const { model, source, tensors } = run.facts;
  const { scores } = scoringGraph(model);
  const { predicts, name } = model.answer;
  const { tokenizer } = model;
  if (!predicts || !scores || !tokenizer) throw new HeadlightError('model-no-predictions', { model: name });
  checkTokens(tokens, source.length);
  const isMask = (token: number): boolean => source.tokens[token]?.id === tokenizer.specialIds.mask;
  if (predicts === 'masked' && !tokens.every(isMask)) {
    throw new RangeError(`tokens ${tokens.join(', ')} are not all masked`);
  }
  const rows = await scores.of(tensors, tokens);
  progress('tokenizing');
  const textOf = (id: number): string => textOfPiece(tokenizer, id);
  return {
    places: tokens.map((token, index) => {
      const row = rows.scores.subarray(index * rows.vocabulary, (index + 1) * rows.vocabulary);
      const original = originalAt(run, token);
      return {
        token,
        predictions: topPredictions(row, count).map((share) => ({ ...share, text: textOf(share.id) })),
        original: original === undefined ? undefined : { ...rankOf(row, original), text: textOf(original) },
      };
    }),
  };
}

/** How a token reads inside a text: after another one, since a first one may lose its blank or keep the mark `##`. */
function textOfPiece(tokenizer: Tokenizer, id: number): string {
  const { text, tokens } = tokenizer.decodeTokens([id, id], { skipSpecial: false });
  const second = tokens[1];
  return second ? text.slice(second.start, second.end) : '';
}

/** What a prediction is compared with: the token behind the mask, or the next one of the text. */
function originalAt({ facts: { model, source, originals } }: Run, token: number): number | undefined {
  if (model.answer.predicts === 'masked') {
    const id = originals[token];
    // A mask that stands in the text itself hides nothing.
    return id === source.tokens[token]?.id ? undefined : id;
  }
  const next = source.tokens[token + 1];
  return next?.special === false ? next.id : undefined;
}
