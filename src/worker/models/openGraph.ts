import { HeadlightError } from '../../core/errors';
import type { AttentionBlock, RefusedBlock } from '../../core/onnx/blocks/block';
import type { EmbeddingSizes } from '../../core/onnx/values/embeddingSizes';
import type { Graph, ValueInfo } from '../../core/onnx/graph/model';
import { packTail } from '../../core/onnx/taps/packTail';
import { tapModel, type TapOptions } from '../../core/onnx/taps/tapModel';
import { weightBytes } from '../../core/onnx/file/weightBytes';
import { VocabularyScores } from '../predictions/vocabularyScores';
import { createSession } from '../session/createSession';
import { carriedCaches, type CarriedCache } from './carriedCaches';
import type { Engine, Session } from '../session/sessionTypes';
import { refuseUnaddressable, type GraphBytes } from './graphBytes';

/** One graph of a model in ONNX Runtime, with its blocks tapped. */
export interface OpenGraph {
  readonly path: string;
  readonly blocks: readonly AttentionBlock[];
  readonly refused: readonly RefusedBlock[];
  readonly inputs: readonly ValueInfo[];
  readonly needed: ReadonlySet<string>;
  readonly sizes: EmbeddingSizes;
  readonly session: Session;
  /** The caches that are handed from step to step in a graph that takes one token at a time. */
  readonly steps: readonly CarriedCache[] | undefined;
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
  files: GraphBytes,
  options: Pick<TapOptions, 'isTarget' | 'keepOutputs'> = {},
): ReadGraph {
  const { path, onnx, external, disk } = files;
  const present = ({ inputs, outputs }: Graph): readonly string[] =>
    (carriedCaches(inputs, outputs) ?? []).map((cache) => cache.present);
  const tapped = tapModel(path, onnx, {
    keepOutputs: present,
    ...options,
    external: new Set([...Object.keys(external), ...(disk?.external ?? [])]),
    weightsFile: disk?.file,
    withTail: true,
  });
  const { flow, tail, refused, inputs, needed, sizes } = tapped;
  const steps = carriedCaches(inputs, flow.graph.outputs);
  // What one token attends to with a cache are earlier ones.
  const blocks = steps ? tapped.blocks.map(asCausal) : tapped.blocks;
  const outputs = flow.graph.outputs.flatMap(({ name }) => (tapped.outputs.has(name) ? [name] : []));
  const packed = steps ? undefined : tail && packTail(flow, tail, external, disk?.file);
  const isBfloat16 = [...flow.graph.initializers.values()].some(({ type }) => type === 'bfloat16');
  // Nothing in here holds on to the bytes of the files.
  const graph = { path, blocks, refused, inputs, needed, sizes, steps, outputs, bytes: weightBytes(flow) };
  return {
    ...graph,
    hasScores: packed !== undefined,
    load: async (engine) => {
      refuseUnaddressable(path, graph.bytes, engine);
      const folder = disk?.folder;
      const session = await createSession(engine, tapped, { model: disk ? undefined : onnx, external, folder }).catch(
        (thrown: unknown) => {
          throw isBfloat16 ? new HeadlightError('model-bfloat16', { path }, { cause: thrown }) : thrown;
        },
      );
      return {
        ...graph,
        session,
        scores: packed && new VocabularyScores(engine, path, packed, folder),
      };
    },
  };
}

function asCausal(block: AttentionBlock): AttentionBlock {
  return block.kind === 'self' ? { ...block, kind: 'causal' } : block;
}
