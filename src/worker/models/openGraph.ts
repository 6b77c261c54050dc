import type { AttentionBlock, RefusedBlock } from '../../core/onnx/block';
import type { EmbeddingSizes } from '../../core/onnx/embeddingSizes';
import type { ValueInfo } from '../../core/onnx/model';
import { packTail } from '../../core/onnx/packTail';
import { tapModel, type TapOptions } from '../../core/onnx/tapModel';
import { weightBytes } from '../../core/onnx/weightBytes';
import type { GraphFiles } from '../../protocol/models';
import { VocabularyScores } from '../predictions/vocabularyScores';
import { createSession } from '../session/createSession';
import type { Engine, Session } from '../session/sessionTypes';

/** One graph of a model in ONNX Runtime, with its blocks tapped. */
export interface OpenGraph {
  readonly path: string;
  readonly blocks: readonly AttentionBlock[];
  readonly refused: readonly RefusedBlock[];
  readonly inputs: readonly ValueInfo[];
  readonly needed: ReadonlySet<string>;
  readonly sizes: EmbeddingSizes;
  readonly session: Session;
  /** The outputs of the original graph that a run gives too. */
  readonly outputs: readonly string[];
  /** What computes the scores of the vocabulary, where the graph has any. */
  readonly scores: VocabularyScores | undefined;
  /** Of its weights in memory. */
  readonly bytes: number;
}

/** A graph that is read and not loaded yet. */
export interface ReadGraph extends Omit<OpenGraph, 'session' | 'scores'> {
  readonly hasScores: boolean;
  readonly load: (engine: Engine) => Promise<OpenGraph>;
}

/** Reads and taps a graph: what can be refused is refused before the engine has any work. Errors: `model-…`. */
export function readGraphFiles(
  files: GraphFiles,
  options: Pick<TapOptions, 'isTarget' | 'keepOutputs'> = {},
): ReadGraph {
  const { path } = files;
  const model = new Uint8Array(files.onnx);
  const external = Object.fromEntries(
    Object.entries(files.external).map(([file, bytes]) => [file, new Uint8Array(bytes)]),
  );
  const tapped = tapModel(path, model, {
    ...options,
    external: new Set(Object.keys(external)),
    withTail: true,
  });
  const { flow, tail, blocks, refused, inputs, needed, sizes } = tapped;
  const outputs = flow.graph.outputs.flatMap(({ name }) => (tapped.outputs.has(name) ? [name] : []));
  const packed = tail && packTail(flow, tail, external);
  // Nothing in here holds on to the bytes of the files.
  const graph = { path, blocks, refused, inputs, needed, sizes, outputs, bytes: weightBytes(flow) };
  return {
    ...graph,
    hasScores: packed !== undefined,
    load: async (engine) => ({
      ...graph,
      session: await createSession(engine, tapped, { model, external }),
      scores: packed && new VocabularyScores(engine, path, packed),
    }),
  };
}
