import { HeadlightError } from '../../core/errors';
import type { Tokenizer } from '../../core/text/tokenizer/tokenizer';
import type { CallContext } from '../../protocol/rpc';
import type { GraphFiles, ModelAnswer, ModelFiles } from '../../protocol/models';
import { generationSettings } from '../generation/generationSettings';
import type { Engine } from '../session/sessionTypes';
import { besides } from './besides';
import { describeFound, joinFound } from './blockAnswers';
import { checkSizes, configSizes, withConfigSizes, type ConfigSizes } from './configSizes';
import { mostSteps } from './carriedCaches';
import { readGraphBytes } from './graphBytes';
import { isDecoderIds, isIds } from './decoderInputs';
import { maxTokens } from './maxTokens';
import { disposeModel, type LoadedModel } from './loadedModel';
import { readConfig, type Config } from './modelConfig';
import { modelKind, predictsOf } from './modelKind';
import { readGraphFiles, type ReadGraph } from './openGraph';
import { noTokenizer, readTokenizer } from './readTokenizer';

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
  const { path } = files;
  const config = readConfig(files.config, besides(path, 'config.json'));
  const read = async (one: GraphFiles, options: Parameters<typeof readGraphFiles>[1]): Promise<ReadGraph> => {
    progress('loading');
    const bytes = await readGraphBytes(one, engine);
    progress('reading');
    return readGraphFiles(bytes, options);
  };
  const graph = await read(files.graph, files.decoder ? { keepOutputs: 'all' } : { isTarget: isDecoderIds });
  const decoder = files.decoder && (await read(files.decoder, { isTarget: isIds }));
  const tokenizer = readTokenizer(files, config);
  // The cancellation of a load arrives while nothing else runs, or not before the session is there.
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (signal.aborted) throw new HeadlightError('cancelled');
  const answer = describe(id, files, config, tokenizer, { graph, decoder });
  progress('loading');
  const loaded = await graph.load(engine);
  const { engine: kind, threads } = loaded.session;
  const model: LoadedModel = {
    answer: { ...answer, engine: { kind, threads } },
    path,
    graph: loaded,
    decoder: undefined,
    tokenizer,
    checkSizes: sizesCheck(path, configSizes(config)),
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
): Omit<ModelAnswer, 'engine'> {
  const blocks = joinFound([graph.blocks, decoder?.blocks ?? []]);
  const limit = maxTokens({ config, tokenizer: tokenizer?.maxLength, positions: graph.sizes.positions });
  const sizes = configSizes(config);
  const described = blocks.map(describeFound);
  // A head's size is known for certain in a run only.
  checkSizes(
    described.map(({ heads }) => ({ heads })),
    sizes,
    besides(files.path, 'config.json'),
  );
  const hasTarget = decoder !== undefined || graph.inputs.some(isDecoderIds);
  const kind = modelKind(hasTarget, blocks, config);
  return {
    model: id,
    name: files.name,
    blocks: described.map((block) => withConfigSizes(block, sizes)),
    refused: [...graph.refused, ...(decoder?.refused ?? [])],
    maxTokens: graph.steps ? Math.min(limit, mostSteps) : limit,
    hasTokenizer: tokenizer !== undefined,
    noTokenizer: tokenizer ? undefined : noTokenizer(files),
    kind,
    predicts: predictsOf(kind, graph.hasScores, tokenizer),
  };
}

function sizesCheck(path: string, sizes: ConfigSizes): LoadedModel['checkSizes'] {
  return (blocks) => {
    checkSizes(blocks, sizes, besides(path, 'config.json'));
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
