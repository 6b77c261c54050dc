import { startNodeWorker } from '../src/platform/node';
import { InferenceClient } from '../src/protocol/inferenceClient';
import { readBundledModel } from './bundledModel';
import { interleaved, median, ratio, timed } from './median';

/** What reading a translation, and predicting words, costs beside a run. */
export interface WritingFigures {
  /** A sentence of ten words, greedy and with four beams, in ms. */
  readonly greedyMs: number;
  readonly beamMs: number;
  /** Tokens that were written greedily. */
  readonly steps: number;
  /** One greedy step ÷ the tapped run of both texts. */
  readonly step: number;
  readonly beamToGreedy: number;
  readonly predictions: readonly PredictionFigures[];
  readonly memory: readonly { readonly models: string; readonly megabytes: number }[];
}

export interface PredictionFigures {
  readonly model: string;
  readonly tokens: number;
  /** The first prediction, which loads what it needs, and later ones, ÷ the run. */
  readonly first: number;
  readonly later: number;
  readonly runMs: number;
}

const sentence = 'The old man and his dog walked along the river.';
const passage = 'The lamp on the wall went out because it had no oil. '.repeat(9);
const repeats = 15;
const limits = { threads: 1, memory: 2 ** 30 };

/** Times the models that write or predict on a real worker; `dist` has its bundle. */
export async function writing(dist: string): Promise<WritingFigures> {
  const client = new InferenceClient(() => startNodeWorker(dist));
  const memory: WritingFigures['memory'][number][] = [];
  const note = (models: string): void => {
    memory.push({ models, megabytes: process.memoryUsage().rss / 2 ** 20 });
  };
  try {
    note('none, no worker yet');
    const open = (name: string) => client.open(name, () => readBundledModel(name), limits);
    const encoder = await predictions(client, await open('headlight-encoder'));
    note('headlight-encoder');
    const decoder = await predictions(client, await open('headlight-decoder'));
    note('and headlight-decoder');
    const { model } = await open('headlight-translator');
    const around = { start: 0, end: 1 };
    const translate = (beams: number) => client.ask.run({ model, text: sentence, around, beams });
    const { tokens, target } = await translate(1);
    note('and headlight-translator');
    const ids = tokens.map((token) => token.id);
    const inputs = { decoder_input_ids: target?.tokens.map((token) => token.id) ?? [] };
    const [greedy = [], beam = [], read = []] = await interleaved(
      [() => translate(1), () => translate(4), () => client.ask.runIds({ model, ids, inputs })],
      repeats,
    );
    const steps = inputs.decoder_input_ids.length;
    const step = greedy.map((ms, round) => (ms - (read[round] ?? NaN)) / steps);
    return {
      greedyMs: median(greedy),
      beamMs: median(beam),
      steps,
      step: ratio(step, read),
      beamToGreedy: ratio(beam, greedy),
      predictions: [encoder, decoder],
      memory,
    };
  } finally {
    client.dispose();
  }
}

async function predictions(
  client: InferenceClient,
  { model, name, predicts }: { readonly model: number; readonly name: string; readonly predicts: unknown },
): Promise<PredictionFigures> {
  const around = { start: 4, end: 8 };
  const question = { model, text: passage, around, ...(predicts === 'masked' ? { mask: around } : {}) };
  const run = await client.ask.run(question);
  const token = run.tokens.findIndex(({ start, end }) => start < around.end && end > around.start);
  const predict = () => client.ask.predict({ run: run.run, tokens: [token], count: 5 });
  const first = await timed(predict);
  const [runs = [], later = []] = await interleaved([() => client.ask.run(question), predict], repeats);
  return {
    model: name,
    tokens: run.tokens.length,
    first: first / median(runs),
    later: ratio(later, runs),
    runMs: median(runs),
  };
}
