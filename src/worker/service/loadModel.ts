import { HeadlightError } from '../../core/errors';
import type { TappedModel } from '../../core/onnx/tappedModel';
import { tapModel } from '../../core/onnx/tapModel';
import { createTokenizer } from '../../core/text/tokenizer/createTokenizer';
import type { Tokenizer } from '../../core/text/tokenizer/tokenizer';
import type { CallContext } from '../../protocol/rpc';
import type { ModelAnswer, ModelFiles } from '../../protocol/inference';
import { createSession } from '../session/createSession';
import type { Engine, Session } from '../session/sessionTypes';
import { describeFound } from './blockAnswers';
import { embeddingSizes } from './embeddingSizes';
import { maxTokens } from './maxTokens';

/** A model that is ready to run. */
export interface LoadedModel {
  readonly answer: ModelAnswer;
  readonly path: string;
  readonly tapped: TappedModel;
  readonly session: Session;
  readonly tokenizer: Tokenizer | undefined;
  /** Token ids must be below this, where the graph says so. */
  readonly vocabulary: number | undefined;
  /** Most token ids at once, where the graph says so. */
  readonly positions: number | undefined;
}

/**
 * Taps a model's graph, reads its tokenizer and loads it into ONNX Runtime. Errors: `model-…`, `tokenizer-…`,
 * `out-of-memory`, `cancelled`.
 */
export async function loadModel(
  id: number,
  files: ModelFiles,
  engine: Engine,
  { signal, progress }: CallContext,
): Promise<LoadedModel> {
  progress('loading');
  const { path, name } = files;
  const model = new Uint8Array(files.onnx);
  const external = Object.fromEntries(
    Object.entries(files.external).map(([file, bytes]) => [file, new Uint8Array(bytes)]),
  );
  const tapped = tapModel(path, model, { external: new Set(Object.keys(external)) });
  const tokenizer =
    files.tokenizer === undefined
      ? undefined
      : createTokenizer(files.tokenizer, files.tokenizerConfig, tokenizerPath(path));
  const sizes = embeddingSizes(tapped.model);
  // The cancellation of a load arrives while nothing else runs, or not before the session is there.
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (signal.aborted) throw new HeadlightError('cancelled');
  const session = await createSession(engine, tapped, { model, external });
  const answer: ModelAnswer = {
    model: id,
    name,
    blocks: tapped.blocks.map(describeFound),
    refused: tapped.refused,
    maxTokens: maxTokens({
      config: files.config,
      tokenizer: tokenizer?.maxLength,
      positions: sizes.positions,
    }),
    hasTokenizer: tokenizer !== undefined,
  };
  return { answer, path, tapped, session, tokenizer, ...sizes };
}

/** For messages: the folder that the model lies in says enough. */
function tokenizerPath(path: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}tokenizer.json`;
}
