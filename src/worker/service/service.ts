import { HeadlightError } from '../../core/errors';
import { Dataflow } from '../../core/onnx/dataflow';
import { findBlocks } from '../../core/onnx/findBlocks';
import { readModel } from '../../core/onnx/readModel';
import type {
  InferenceApi,
  InspectAnswer,
  ModelFiles,
  OpenQuestion,
  RunAnswer,
} from '../../protocol/inference';
import { Moved, type CallContext, type Served } from '../../protocol/rpc';
import type { WorkerStart } from '../../protocol/workerHandle';
import { answerBlockWeights } from '../answers/blockWeights';
import { answerEveryHead } from '../answers/everyHead';
import { answerRow } from '../answers/row';
import { answerTile } from '../answers/tile';
import { answerTopWords } from '../answers/topWords';
import { breather } from '../breathe';
import { describeFound } from './blockAnswers';
import { engineFault } from './engineFault';
import { Exclusive } from './exclusive';
import { numberSource } from './ids';
import { loadModel, type LoadedModel } from './loadModel';
import type { Run } from './run';
import { runIds, runText, type Ran } from './runModel';
import { RunStore } from './runStore';

export interface Service {
  readonly api: Served<InferenceApi>;
  /** Lets the model go. */
  dispose(): Promise<void>;
}

/** The inference worker without its port: one model, the runs of late, and the answers about them. */
export function createService(start: WorkerStart, store = new RunStore<Run>()): Service {
  const engine = new Exclusive();
  const nextId = numberSource();
  let loaded: LoadedModel | undefined;

  async function close(): Promise<void> {
    const closing = loaded;
    loaded = undefined;
    await closing?.session.dispose();
  }

  function open({ files, threads }: OpenQuestion, context: CallContext): Promise<LoadedModel> {
    return engine.run(context.signal, async () => {
      await close();
      try {
        loaded = await loadModel(nextId(), files, { ...start, threads }, context);
        return loaded;
      } catch (thrown) {
        throw engineFault(thrown, files.name, 0);
      }
    });
  }

  function run(
    id: number,
    context: CallContext,
    tokens: number,
    task: (model: LoadedModel) => Promise<Ran>,
  ): Promise<RunAnswer> {
    return engine.run(context.signal, async () => {
      if (loaded?.answer.model !== id) throw new HeadlightError('model-unknown');
      const { name } = loaded.answer;
      try {
        const ran = await task(loaded);
        // The message that cancels comes in once the engine has given the thread back.
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (context.signal.aborted) throw new HeadlightError('cancelled');
        store.add(ran.run);
        return ran.answer;
      } catch (thrown) {
        throw engineFault(thrown, name, tokens);
      }
    });
  }

  /** Answers from a run in memory, and keeps the bounds: matrices made for the answer count. */
  async function ask<Answer>(
    id: number,
    context: CallContext,
    answer: (run: Run, turn: () => Promise<void> | undefined) => Promise<Answer>,
  ): Promise<Answer> {
    const asked = store.get(id);
    try {
      return await answer(asked, breather(context.signal));
    } catch (thrown) {
      throw engineFault(thrown, loaded?.answer.name ?? '', asked.tokens.length);
    } finally {
      store.trim();
    }
  }

  const api: Served<InferenceApi> = {
    open: async (question, context) => (await open(question, context)).answer,
    inspect: ({ files }) => inspect(files),
    run: (question, context) =>
      run(question.model, context, 0, (model) => runText(nextId(), model, question, context)),
    runIds: (question, context) =>
      run(question.model, context, question.ids?.length ?? 0, (model) =>
        runIds(nextId(), model, question, context),
      ),
    row: async (question, context) => {
      const answer = await ask(question.run, context, (asked, turn) => answerRow(asked, question, turn));
      return new Moved(answer, [bufferOf(answer.weights)]);
    },
    tile: async (question, context) => {
      const answer = await ask(question.run, context, (asked, turn) => answerTile(asked, question, turn));
      return new Moved(answer, [bufferOf(answer.weights)]);
    },
    everyHead: async (question, context) => {
      const answer = await ask(question.run, context, (asked, turn) =>
        answerEveryHead(asked, question, turn),
      );
      return new Moved(answer, answer.weights.map(bufferOf));
    },
    topWords: (question, context) =>
      ask(question.run, context, (asked, turn) => answerTopWords(asked, question, turn)),
    blockWeights: async (question, context) => {
      const answer = await ask(question.run, context, (asked, turn) =>
        answerBlockWeights(asked, question.block, turn),
      );
      return new Moved(answer, [bufferOf(answer.weights)]);
    },
    release: ({ run: id }) => {
      store.delete(id);
      return null;
    },
  };
  return { api, dispose: close };
}

function inspect(files: ModelFiles): InspectAnswer {
  const model = readModel(files.path, new Uint8Array(files.onnx));
  const { blocks, refused } = findBlocks(model, new Dataflow(model));
  return {
    blocks: blocks.map(describeFound),
    refused,
    inputs: model.graph.inputs.map(({ name, type, shape }) => ({ name, type, shape: shape ?? [] })),
  };
}

/** Answers are arrays of their own, so that moving their buffers takes nothing from a run. */
function bufferOf(weights: Float32Array): ArrayBuffer {
  const { buffer } = weights;
  return buffer instanceof ArrayBuffer ? buffer : weights.slice().buffer;
}
