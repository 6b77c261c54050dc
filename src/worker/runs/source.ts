import { fromErrorShape, HeadlightError } from '../../core/errors';
import { encodeAround } from '../../core/text/encodeAround';
import { overlaps, type Span } from '../../core/text/span';
import type { Encoding } from '../../core/text/tokenizer/tokenizer';
import type { RunIdsQuestion, RunQuestion, TokenAnswer } from '../../protocol/inference';
import type { LoadedModel } from '../models/loadedModel';

/** What is known of a run's source before the model sees it. */
export interface Source {
  readonly ids: readonly number[] | undefined;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly tokens: readonly TokenAnswer[];
  /** Ids of the tokens before some were masked. */
  readonly originals: readonly number[];
  /** The part of the text that is analysed, and where it lies. */
  readonly text: string;
  readonly analysed: Span;
  readonly cut: boolean;
}

/**
 * The tokens of a text, cut around the query where it is too long, with the mask in place.
 * @throws HeadlightError `text-…`, `tokenizer-…`, `model-no-masks`
 */
export function sourceOfText(model: LoadedModel, question: RunQuestion): Source {
  const { tokenizer, answer, path, graph } = model;
  if (!tokenizer) throw fromErrorShape(answer.noTokenizer ?? { code: 'tokenizer-missing', params: { path } });
  const limit = { maxTokens: answer.maxTokens, model: answer.name };
  const { encoding, analysed, cut } = encodeAround(tokenizer, question.text, question.around, limit);
  if (encoding.tokens.every((token) => token.special)) {
    throw new HeadlightError('text-no-tokens', { model: answer.name });
  }
  const tokens = question.mask ? masked(model, encoding, question.mask) : encoding.tokens;
  const { typeIds } = encoding;
  const takesTypes = graph.needed.has('token_type_ids') && typeIds.some((type) => type !== 0);
  return {
    ids: tokens.map((token) => token.id),
    inputs: { ...(takesTypes ? { token_type_ids: typeIds } : {}), ...question.inputs },
    tokens,
    originals: encoding.tokens.map((token) => token.id),
    text: question.text.slice(analysed.start, analysed.end),
    analysed,
    cut,
  };
}

/** Token ids in the place of a text; they have no spans. */
export function sourceOfIds({ ids, inputs }: RunIdsQuestion): Source {
  return {
    ids,
    inputs,
    tokens: (ids ?? []).map(bareToken),
    originals: ids ?? [],
    text: '',
    analysed: { start: 0, end: 0 },
    cut: false,
  };
}

/** A token of which nothing but the id is known. */
export function bareToken(id: number): TokenAnswer {
  return { id, text: String(id), start: 0, end: 0, special: false };
}

function masked({ tokenizer, answer }: LoadedModel, { tokens }: Encoding, span: Span): TokenAnswer[] {
  const { name: model, kind, predicts } = answer;
  const mask = tokenizer?.specialIds.mask;
  if (mask === undefined)
    throw new HeadlightError(kind === 'encoder' ? 'tokenizer-no-mask' : 'model-no-masks', { model });
  if (predicts !== 'masked') throw new HeadlightError('model-no-masks', { model });
  const isMasked = (token: TokenAnswer): boolean => !token.special && overlaps(token, span);
  if (!tokens.some(isMasked)) throw new HeadlightError('text-query-no-tokens', { model });
  const text = tokenizer?.pieceOf(mask) ?? '';
  return tokens.map((token) => (isMasked(token) ? { ...token, id: mask, text } : token));
}
