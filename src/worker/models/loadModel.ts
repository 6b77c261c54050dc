import { HeadlightError } from '../../core/errors';
import { createTokenizer } from '../../core/text/tokenizer/createTokenizer';
import type { Tokenizer } from '../../core/text/tokenizer/tokenizer';
import type { CallContext } from '../../protocol/rpc';
import type { ModelAnswer, ModelFiles } from '../../protocol/models';
import { generationSettings } from '../generation/generationSettings';
import type { Engine } from '../session/sessionTypes';
import { describeFound, joinFound } from './blockAnswers';
import { isDecoderIds, isIds } from './decoderInputs';
import { maxTokens } from './maxTokens';
import { disposeModel, type LoadedModel } from './loadedModel';
import { readConfig, type Config } from './modelConfig';
import { modelKind, predictsOf } from './modelKind';
import { readGraphFiles, type ReadGraph } from './openGraph';

/**
 * Taps a model's graphs, reads its tokenizer and loads it into ONNX Runtime. Errors: `model-…`, `tokenizer-…`,
 * `config-invalid`, `out-of-memory`, `cancelled`.
 */
export async function loadModel(
  id: number,
  files: ModelFiles,
  engine: Engine,
  { signal, progress }: CallContext,
): Promise<LoadedModel> {
  progress('loading');
  const { path } = files;
  const config = readConfig(files.config, besides(path, 'config.json'));
  const graph = readGraphFiles(
    files.graph,
    files.decoder ? { keepOutputs: 'all' } : { isTarget: isDecoderIds },
  );
  const decoder = files.decoder && readGraphFiles(files.decoder, { isTarget: isIds });
  const tokenizer = readTokenizer(files);
  // The cancellation of a load arrives while nothing else runs, or not before the session is there.
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (signal.aborted) throw new HeadlightError('cancelled');
  const answer = describe(id, files, config, tokenizer, { graph, decoder });
  const loaded = await graph.load(engine);
  const model: LoadedModel = {
    answer,
    path,
    graph: loaded,
    decoder: undefined,
    tokenizer,
    generation: generationOf(path, config, files.generationConfig, files.name),
  };
  if (!decoder) return model;
  try {
    return { ...model, decoder: await decoder.load(engine) };
  } catch (thrown) {
    await disposeModel(model);
    throw thrown;
  }
}

function describe(
  id: number,
  files: ModelFiles,
  config: Config,
  tokenizer: Tokenizer | undefined,
  { graph, decoder }: { readonly graph: ReadGraph; readonly decoder: ReadGraph | undefined },
): ModelAnswer {
  const blocks = joinFound([graph.blocks, decoder?.blocks ?? []]);
  const hasTarget = decoder !== undefined || graph.inputs.some(isDecoderIds);
  const kind = modelKind(hasTarget, blocks, config);
  return {
    model: id,
    name: files.name,
    blocks: blocks.map(describeFound),
    refused: [...graph.refused, ...(decoder?.refused ?? [])],
    maxTokens: maxTokens({ config, tokenizer: tokenizer?.maxLength, positions: graph.sizes.positions }),
    hasTokenizer: tokenizer !== undefined,
    kind,
    predicts: predictsOf(kind, graph.hasScores, tokenizer),
  };
}

/** A function of its own, so that what it remembers of the files is these texts. */
function generationOf(
  path: string,
  config: Config,
  generationConfig: string | undefined,
  name: string,
): LoadedModel['generation'] {
  return () =>
    generationSettings(
      { ...config, ...readConfig(generationConfig, besides(path, 'generation_config.json')) },
      name,
    );
}

function readTokenizer({ path, tokenizer, tokenizerConfig }: ModelFiles): Tokenizer | undefined {
  return tokenizer === undefined
    ? undefined
    : createTokenizer(tokenizer, tokenizerConfig, besides(path, 'tokenizer.json'));
}

/** For messages: the folder that the model lies in says enough. */
function besides(path: string, name: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}${name}`;
}
