import { HeadlightError } from '../../core/errors';
import type { ValueInfo } from '../../core/onnx/graph/model';
import type { RunAnswer, RunIdsQuestion, RunQuestion } from '../../protocol/inference';
import type { CallContext } from '../../protocol/rpc';
import { describeBound, joinBound } from '../models/blockAnswers';
import type { LoadedModel } from '../models/loadedModel';
import { fillFeeds } from '../session/fillFeeds';
import { inputRole } from '../session/inputRole';
import { refuseInput } from '../session/refuseInput';
import { bytesOf, capture, checkIds, type Captured } from './capture';
import { Run } from './run';
import { RunText } from './runText';
import { sourceOfIds, sourceOfText, type Source } from './source';
import { captureBoth } from './captureBoth';
import { captureSteps } from './captureSteps';

export interface Ran {
  readonly run: Run;
  readonly answer: RunAnswer;
}

/** Runs a text; an encoder–decoder translates it. Errors: `text-…`, `tokenizer-…`, `model-…`, `config-invalid`. */
export function runText(
  id: number,
  model: LoadedModel,
  question: RunQuestion,
  context: CallContext,
): Promise<Ran> {
  refuseOtherThanText(model);
  context.progress('tokenizing');
  return run(id, model, sourceOfText(model, question), context, question.beams ?? 1);
}

/**
 * Runs token ids, or inputs by name. An encoder–decoder reads its target from the input `decoder_input_ids`, or the same
 * ids. Errors: `ids-out-of-range`, `input-…`, `model-…`.
 */
export function runIds(
  id: number,
  model: LoadedModel,
  question: RunIdsQuestion,
  context: CallContext,
): Promise<Ran> {
  return run(id, model, sourceOfIds(question), context);
}

/** A model without a text to read is refused before a tokenizer is missed. */
function refuseOtherThanText({ graph }: LoadedModel): void {
  const isRead = ({ name }: ValueInfo): boolean => graph.needed.has(name);
  for (const input of graph.inputs.filter(isRead)) refuseInput(input, inputRole(input));
}

/** @param beams undefined where the target is among the inputs */
async function run(
  id: number,
  model: LoadedModel,
  source: Source,
  context: CallContext,
  beams?: number,
): Promise<Ran> {
  checkIds(model.graph, model, source.ids ?? []);
  const { target, parts } =
    model.answer.kind === 'encoderDecoder'
      ? await captureBoth(model, source, context, beams)
      : { target: undefined, parts: [await captureOne(model, source, context)] };
  const blocks = joinBound(parts.map((part) => part.blocks));
  const refused = [...model.answer.refused, ...blocks.refused];
  const { path } = model;
  model.checkSizes(describeBound(blocks));
  const [first] = refused;
  if (blocks.bound.length === 0 && first) throw new HeadlightError('model-refused', { path, ...first });
  const tensors = parts.map((part) => part.tensors);
  const { tokens, text, analysed, cut, originals } = source;
  const perBlock = blocks.checks.map((check) => check.maxAbsError);
  return {
    run: new Run({
      id,
      model,
      source: new RunText(tokens, text, analysed.start),
      target: new RunText(target?.tokens ?? [], target?.text ?? '', 0),
      blocks,
      // Of a pair the decoder's: those are what its predictions would follow from.
      tensors: tensors.at(-1) ?? new Map(),
      originals,
      captured: bytesOf(tensors) + sum(parts.map(({ bytes }) => bytes ?? 0)),
    }),
    answer: {
      run: id,
      tokens,
      target,
      analysed,
      cut,
      blocks: describeBound(blocks),
      refused,
      selfCheck: { maxAbsError: Math.max(0, ...perBlock), perBlock },
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function captureOne({ graph }: LoadedModel, source: Source, context: CallContext): Promise<Captured> {
  context.progress('running');
  if (graph.steps) return captureSteps(graph, graph.steps, source, context);
  return capture(graph, fillFeeds(graph, { ids: source.ids, inputs: source.inputs }));
}
