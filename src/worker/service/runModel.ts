import { bindBlocks } from '../../core/attention/bindBlocks';
import { HeadlightError } from '../../core/errors';
import type { Tensors } from '../../core/onnx/tensor';
import { encodeAround } from '../../core/text/encodeAround';
import type { RunAnswer, RunIdsQuestion, RunQuestion, TokenAnswer } from '../../protocol/inference';
import type { CallContext } from '../../protocol/rpc';
import { fillFeeds } from '../session/fillFeeds';
import type { FeedQuestion } from '../session/sessionTypes';
import { describeBound } from './blockAnswers';
import type { LoadedModel } from './loadModel';
import { Run } from './run';

/**
 * Multiplications that the self-check of one block may take: some 3 ms. All rows of a sentence, at least two of every
 * head beyond; a mistake of scale, mask, axis or head shows in any row.
 */
const checkBudget = 1e6;

export interface Ran {
  readonly run: Run;
  readonly answer: RunAnswer;
}

/** What is known of a run's tokens before the model sees them. */
interface Input {
  readonly feed: FeedQuestion;
  readonly tokens: readonly TokenAnswer[];
  readonly text: string;
  readonly analysed: { readonly start: number; readonly end: number };
  readonly cut: boolean;
}

/** Runs a text, cut around the query where it is too long. Errors: `text-…`, `tokenizer-missing`, `model-…`. */
export function runText(
  id: number,
  model: LoadedModel,
  question: RunQuestion,
  context: CallContext,
): Promise<Ran> {
  const { tokenizer, answer, path } = model;
  if (!tokenizer) throw new HeadlightError('tokenizer-missing', { path });
  const limit = { maxTokens: answer.maxTokens, model: answer.name };
  const { encoding, analysed, cut } = encodeAround(tokenizer, question.text, question.around, limit);
  const { tokens, typeIds } = encoding;
  if (tokens.every((token) => token.special)) {
    throw new HeadlightError('text-no-tokens', { model: answer.name });
  }
  const takesTypes = model.tapped.needed.has('token_type_ids') && typeIds.some((type) => type !== 0);
  const inputs = { ...(takesTypes ? { token_type_ids: typeIds } : {}), ...question.inputs };
  const feed = { ids: tokens.map((token) => token.id), inputs };
  const text = question.text.slice(analysed.start, analysed.end);
  return runInput(id, model, { feed, tokens, text, analysed, cut }, context);
}

/** Runs token ids, or inputs by name. Errors: `ids-out-of-range`, `input-…`, `model-…`. */
export function runIds(
  id: number,
  model: LoadedModel,
  question: RunIdsQuestion,
  context: CallContext,
): Promise<Ran> {
  const tokens = (question.ids ?? []).map((token) => ({
    id: token,
    text: String(token),
    start: 0,
    end: 0,
    special: false,
  }));
  const feed = { ids: question.ids, inputs: question.inputs };
  const analysed = { start: 0, end: 0 };
  return runInput(id, model, { feed, tokens, text: '', analysed, cut: false }, context);
}

async function runInput(id: number, model: LoadedModel, input: Input, context: CallContext): Promise<Ran> {
  checkIds(model, input.feed.ids ?? []);
  context.progress('running');
  const { feeds, lengths } = fillFeeds(model.tapped, input.feed);
  const tensors = await model.session.run(feeds);
  const blocks = bindBlocks(model.tapped.blocks, tensors, { lengths, checkBudget });
  const refused = [...model.tapped.refused, ...blocks.refused];
  const { path } = model;
  const [first] = refused;
  if (blocks.bound.length === 0 && first) {
    throw new HeadlightError('model-refused', { path, reason: `${first.node}: ${first.reason}.` });
  }
  const { tokens, text, analysed, cut } = input;
  const run = new Run(id, tokens, blocks, text, analysed.start, bytesOf(tensors));
  const perBlock = blocks.checks.map((check) => check.maxAbsError);
  const selfCheck = { maxAbsError: Math.max(0, ...perBlock), perBlock };
  return {
    run,
    answer: { run: id, tokens, analysed, cut, blocks: describeBound(blocks), refused, selfCheck },
  };
}

/** ONNX Runtime would stop at a table look-up beyond its end, with a message about a `Gather`. */
function checkIds({ vocabulary, positions, answer }: LoadedModel, ids: readonly number[]): void {
  if (positions !== undefined && ids.length > positions) {
    throw new HeadlightError('text-query-too-long', { limit: positions, model: answer.name });
  }
  if (vocabulary === undefined) return;
  const beyond = ids.find((id) => id < 0 || id >= vocabulary);
  if (beyond !== undefined) throw new HeadlightError('ids-out-of-range', { id: beyond, size: vocabulary });
}

/** Bytes of all tensors; those that share their data count once. */
function bytesOf(tensors: Tensors): number {
  const buffers = new Set([...tensors.values()].map(({ data }) => data.buffer));
  return [...buffers].reduce((sum, buffer) => sum + buffer.byteLength, 0);
}
