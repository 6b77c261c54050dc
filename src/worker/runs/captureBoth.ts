import { HeadlightError } from '../../core/errors';
import type { Tensors } from '../../core/onnx/graph/tensor';
import type { TargetAnswer } from '../../protocol/inference';
import type { CallContext } from '../../protocol/rpc';
import { breather } from '../breathe';
import { writeTarget, type DecoderFeeds } from '../generation/writeTarget';
import { isDecoderIds, isIds } from '../models/decoderInputs';
import { scoringGraph, type LoadedModel } from '../models/loadedModel';
import type { OpenGraph } from '../models/openGraph';
import { fillFeeds } from '../session/fillFeeds';
import { capture, checkIds, type Captured } from './capture';
import { bareToken, type Source } from './source';

/** The name of a target that is given, as graphs with both halves declare it. */
const targetName = 'decoder_input_ids';

export interface BothCaptured {
  readonly target: TargetAnswer;
  /** Of the encoder and the decoder, or of the one graph with both. */
  readonly parts: readonly Captured[];
}

/**
 * Runs a source through an encoder–decoder: encodes it, writes the target or takes the one that is given, and runs the
 * decoder once over the whole of it, so that every row of both texts is there.
 * @param beams undefined where the target is given
 */
export async function captureBoth(
  model: LoadedModel,
  source: Source,
  context: CallContext,
  beams: number | undefined,
): Promise<BothCaptured> {
  const { decoder } = model;
  const graph = scoringGraph(model);
  const given = source.inputs[graphTarget(graph, decoder !== undefined)] ?? source.inputs[targetName];
  context.progress(beams !== undefined && !given ? 'translating' : 'running');
  const encoded = decoder && (await encode(model.graph, decoder, source));
  const feedsOf = encoded?.feedsOf ?? feedsOfWhole(graph, source);
  const ids =
    given ??
    (beams === undefined
      ? (source.ids ?? [])
      : await writeTarget(model, feedsOf, {
          positions: graph.sizes.positions,
          beams,
          turn: turns(context.signal),
        }));
  checkIds(graph, model, ids);
  context.progress('running');
  const captured = await capture(graph, feedsOf(ids));
  context.progress('tokenizing');
  return {
    target: targetOf(model, ids),
    parts: encoded ? [encoded.captured, captured] : [captured],
  };
}

/** Lets a cancellation come in before each step: the engine holds the thread for the whole of one. */
function turns(signal: AbortSignal): () => Promise<void> | undefined {
  const turn = breather(signal);
  return () => {
    if (signal.aborted) throw new HeadlightError('cancelled');
    return turn();
  };
}

/** The input of the target's tokens, by the name of a graph with both halves where this one has the decoder alone. */
function graphTarget(graph: OpenGraph, isAlone: boolean): string {
  return isAlone ? targetName : (graph.inputs.find(isDecoderIds)?.name ?? targetName);
}

function targetOf({ tokenizer }: LoadedModel, ids: readonly number[]): TargetAnswer {
  if (!tokenizer) return { text: '', tokens: ids.map(bareToken) };
  return tokenizer.decodeTokens(ids);
}

function feedsOfWhole(graph: OpenGraph, { ids, inputs }: Source): DecoderFeeds {
  const name = graphTarget(graph, false);
  return (target) => fillFeeds(graph, { ids, inputs: { ...inputs, [name]: target } });
}

interface Encoded {
  readonly captured: Captured;
  readonly feedsOf: DecoderFeeds;
}

/** Runs the encoder of a pair; its last hidden state is what the decoder attends to. */
async function encode(encoder: OpenGraph, decoder: OpenGraph, source: Source): Promise<Encoded> {
  const inputs = shareOut(encoder, decoder, source.inputs);
  const feeds = fillFeeds(encoder, { ids: source.ids, inputs: inputs.encoder });
  const captured = await capture(encoder, feeds);
  const states = captured.tensors.get(encoder.outputs[0] ?? '');
  const name = decoder.inputs.find(
    ({ type, shape }) => type.startsWith('float') && shape?.length === 3,
  )?.name;
  const tensors: Tensors = states && name !== undefined ? new Map([[name, states]]) : new Map();
  const idsName = decoder.inputs.find(isIds)?.name ?? 'input_ids';
  return {
    captured,
    feedsOf: (target) => fillFeeds(decoder, { inputs: { ...inputs.decoder, [idsName]: target }, tensors }),
  };
}

type Inputs = Source['inputs'];

/** Which inputs by name go where: a name that both graphs declare means the encoder's. */
function shareOut(
  encoder: OpenGraph,
  decoder: OpenGraph,
  inputs: Inputs,
): { encoder: Inputs; decoder: Inputs } {
  const shares: { encoder: Record<string, readonly number[]>; decoder: Record<string, readonly number[]> } = {
    encoder: {},
    decoder: {},
  };
  const has = ({ inputs: declared }: OpenGraph, name: string): boolean =>
    declared.some((input) => input.name === name);
  for (const [name, values] of Object.entries(inputs)) {
    if (has(encoder, name)) shares.encoder[name] = values;
    else if (has(decoder, name)) shares.decoder[name] = values;
    else if (name !== targetName) {
      const names = [...encoder.inputs, ...decoder.inputs, { name: targetName }].map((input) => input.name);
      throw new HeadlightError('input-unknown', { name, names: [...new Set(names)].join(', ') });
    }
  }
  return shares;
}
