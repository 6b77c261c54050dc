import { asFloats } from '../../core/attention/floats';
import { rowsInput, type PackedTail } from '../../core/onnx/taps/packTail';
import type { Tensors } from '../../core/onnx/graph/tensor';
import { createSession } from '../session/createSession';
import type { Engine, Session } from '../session/sessionTypes';

/** Scores (logits) of the vocabulary for some rows of a run. */
export interface ScoreRows {
  /** `[rows, vocabulary]` */
  readonly scores: Float32Array;
  readonly vocabulary: number;
}

/**
 * The scores of the vocabulary as a small model of its own behind the taps, loaded with the first question: a run
 * without predictions neither computes them nor holds their weights in the engine. Costs the last layer's feed-forward
 * part for all rows and the product with the vocabulary for those asked for.
 */
export class VocabularyScores {
  #session: Promise<Session> | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly path: string,
    private readonly tail: PackedTail,
    /** The folder of the files that the tail refers to, where it does. */
    private readonly folder?: string,
  ) {}

  /** The tensors of the tapped graph that the scores follow from. */
  get from(): readonly string[] {
    return this.tail.from;
  }

  /** Of its weights: the packed ones, and as much in the engine once it is loaded. */
  get bytes(): number {
    return this.tail.weights.byteLength + (this.#session ? this.tail.bytes : 0);
  }

  /**
   * The scores of some rows.
   * @param tensors what a run gave for {@link from}
   * @throws HeadlightError `model-load`, `model-run`, `out-of-memory`
   */
  async of(tensors: Tensors, rows: readonly number[]): Promise<ScoreRows> {
    const session = await (this.#session ??= this.#load(tensors));
    const feeds = new Map(
      [...this.tail.from].flatMap((name) => {
        const tensor = tensors.get(name);
        return tensor ? [[name, tensor] as const] : [];
      }),
    );
    feeds.set(rowsInput, { type: 'int64', dims: [rows.length], data: BigInt64Array.from(rows, BigInt) });
    const answer = (await session.run(feeds)).get(this.tail.scores);
    if (!answer) throw new TypeError('the graph gave no scores');
    const scores = asFloats(answer);
    return { scores, vocabulary: scores.length / rows.length };
  }

  async dispose(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await (await session)?.dispose();
  }

  #load(tensors: Tensors): Promise<Session> {
    const { tail, path } = this;
    const graph = {
      path,
      graph: tail.write(tensors),
      weightsFile: tail.weightsFile,
      externalFiles: [],
      outputs: new Map([[tail.scores, tail.scores]]),
    };
    const loading = createSession(this.engine, graph, {
      model: tail.weights,
      external: {},
      folder: this.folder,
    });
    // A failure is not kept: the next question tries again.
    loading.catch(() => {
      this.#session = undefined;
    });
    return loading;
  }
}
