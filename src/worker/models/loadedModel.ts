import type { Tokenizer } from '../../core/text/tokenizer/tokenizer';
import type { BlockAnswer, ModelAnswer, ModelFiles } from '../../protocol/models';
import type { GenerationSettings } from '../generation/generationSettings';
import { graphFilesSize } from './graphBytes';
import type { OpenGraph } from './openGraph';

/** A model that is ready to run. */
export interface LoadedModel {
  readonly answer: ModelAnswer;
  readonly path: string;
  /** The one graph, or the encoder's of a pair. */
  readonly graph: OpenGraph;
  /** The decoder's graph of a pair. */
  readonly decoder: OpenGraph | undefined;
  readonly tokenizer: Tokenizer | undefined;
  /** Makes sure that blocks have the sizes that the configuration says. Errors: `config-heads`, `config-head-size`. */
  readonly checkSizes: (blocks: readonly Pick<BlockAnswer, 'heads' | 'headSize'>[]) => void;
  /** How an encoder–decoder writes; throws what is wrong with the configuration where it is asked for. */
  readonly generation: () => GenerationSettings;
}

/** The graph whose scores say which token comes next, or stands at a masked place. */
export function scoringGraph({ graph, decoder }: LoadedModel): OpenGraph {
  return decoder ?? graph;
}

/** Bytes of a model's weights in memory. */
export function bytesOfModel({ graph, decoder }: LoadedModel): number {
  return [graph, decoder].reduce((sum, one) => sum + (one ? one.bytes + (one.scores?.bytes ?? 0) : 0), 0);
}

/** Bytes of a model's files, which is what is known of its size before it is loaded. */
export function bytesOfFiles({ graph, decoder }: ModelFiles): number {
  return graphFilesSize(graph) + (decoder ? graphFilesSize(decoder) : 0);
}

/** Gives a model's memory back to the engine. */
export async function disposeModel({ graph, decoder }: LoadedModel): Promise<void> {
  for (const one of [graph, decoder]) {
    await one?.scores?.dispose();
    await one?.session.dispose();
  }
}
