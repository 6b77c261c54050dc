import { HeadlightError } from '../../core/errors';
import type { InferenceApi, RunAnswer } from '../../protocol/inference';
import type { OpenQuestion } from '../../protocol/models';
import { Moved, type CallContext, type Served } from '../../protocol/rpc';
import { answerBlockWeights } from '../answers/blockWeights';
import { answerEveryHead } from '../answers/everyHead';
import { answerLayerOverview } from '../answers/layerOverview';
import { answerRow } from '../answers/row';
import { answerTile } from '../answers/tile';
import { answerTopWords } from '../answers/topWords';
import { breather } from '../breathe';
import { inspect } from '../models/inspect';
import { bytesOfFiles, bytesOfModel, type LoadedModel } from '../models/loadedModel';
import { loadModel } from '../models/loadModel';
import { ModelStore } from '../models/modelStore';
import { predict } from '../predictions/predict';
import type { Run } from '../runs/run';
import { RunStore } from '../runs/runStore';
import { runIds, runText, type Ran } from '../runs/startRun';
import type { NativeEngine, WasmEngine } from '../session/sessionTypes';
import { engineFault } from './engineFault';
import { Exclusive } from './exclusive';
import { numberSource } from './ids';

/** What an engine is made of, without the wishes of the one who asks. */
export type EngineParts = Omit<WasmEngine, 'threads'> | Omit<NativeEngine, 'threads'>;

export interface Service {
  readonly api: Served<InferenceApi>;
  /** Lets the models go. */
  dispose(): Promise<void>;
}

/** The inference worker without its port: the models and the runs of late, and the answers about them. */
export function createService(start: EngineParts, store = new RunStore<Run>()): Service {
  const engine = new Exclusive();
  const nextId = numberSource();
  const models = new ModelStore((gone) => {
    store.deleteWhere((run) => run.facts.model.answer.model === gone);
  });

  function open({ files, threads, memory }: OpenQuestion, context: CallContext): Promise<LoadedModel> {
    return engine.run(context.signal, async () => {
      try {
        await models.makeRoom(bytesOfFiles(files), memory);
        const loaded = await loadModel(nextId(), files, { ...start, threads }, context);
        // Weights that are stored small are larger now.
        await models.makeRoom(bytesOfModel(loaded), memory);
        models.add(loaded);
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
      const model = models.get(id);
      try {
        const ran = await task(model);
        // The message that cancels comes in once the engine has given the thread back.
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (context.signal.aborted) throw new HeadlightError('cancelled');
        store.add(ran.run);
        return ran.answer;
      } catch (thrown) {
        throw engineFault(thrown, model.answer.name, tokens);
      }
    });
  }

  /** Answers from a run in memory, and keeps the bounds: matrices made for the answer count. */
  async function ask<Answer>(id: number, answer: (run: Run) => Promise<Answer>): Promise<Answer> {
    const asked = store.get(id);
    try {
      return await answer(asked);
    } catch (thrown) {
      const { model, source } = asked.facts;
      throw engineFault(thrown, model.answer.name, source.length);
    } finally {
      store.trim();
    }
  }

  const api: Served<InferenceApi> = {
    open: async (question, context) => (await open(question, context)).answer,
    inspect: async ({ files }, { progress }) => ({
      ...(await inspect(files, progress)),
      engine: 'native' in start ? 'native' : 'wasm',
    }),
    run: (question, context) =>
      run(question.model, context, 0, (model) => runText(nextId(), model, question, context)),
    runIds: (question, context) =>
      run(question.model, context, question.ids?.length ?? 0, (model) =>
        runIds(nextId(), model, question, context),
      ),
    row: async (question, { signal }) => {
      const answer = await ask(question.run, (asked) => answerRow(asked, question, breather(signal)));
      return new Moved(answer, [bufferOf(answer.weights)]);
    },
    tile: async (question, { signal }) => {
      const answer = await ask(question.run, (asked) => answerTile(asked, question, breather(signal)));
      return new Moved(answer, [bufferOf(answer.weights)]);
    },
    everyHead: async (question, { signal }) => {
      const answer = await ask(question.run, (asked) => answerEveryHead(asked, question, breather(signal)));
      return new Moved(answer, answer.weights.map(bufferOf));
    },
    layerOverview: (question, { signal }) =>
      ask(question.run, (asked) => answerLayerOverview(asked, question, breather(signal))),
    topWords: (question, { signal }) =>
      ask(question.run, (asked) => answerTopWords(asked, question, breather(signal))),
    blockWeights: async (question, { signal }) => {
      const answer = await ask(question.run, (asked) =>
        answerBlockWeights(asked, question.block, breather(signal)),
      );
      return new Moved(answer, [bufferOf(answer.weights)]);
    },
    predict: (question, { signal, progress }) =>
      engine.run(signal, async () => {
        const answer = await ask(question.run, (asked) => {
          models.get(asked.facts.model.answer.model);
          return predict(asked, question, progress);
        });
        // The first predictions load the part of the model that scores its vocabulary.
        await models.trim();
        return answer;
      }),
    release: ({ run: id }) => {
      store.delete(id);
      return null;
    },
  };
  return { api, dispose: () => models.dispose() };
}

/** Answers are arrays of their own, so that moving their buffers takes nothing from a run. */
function bufferOf(weights: Float32Array): ArrayBuffer {
  const { buffer } = weights;
  return buffer instanceof ArrayBuffer ? buffer : weights.slice().buffer;
}
