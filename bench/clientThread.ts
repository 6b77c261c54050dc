import { startNodeWorker } from '../src/platform/node';
import { InferenceClient } from '../src/protocol/inferenceClient';
import { around, meanChoice, oneThread, readBundledModel, textOf } from './bundledModel';
import { longestTask, type LongestTask } from './longestTask';
import { median } from './median';

export interface ThreadFigures {
  readonly what: string;
  readonly longest: LongestTask;
}

const rounds = 5;

/**
 * The longest task on the thread that asks the questions, from the start of the worker to the tiles of a long text:
 * medians of {@link rounds} fresh workers. `dist` has the worker's bundle.
 */
export async function clientThread(dist: string): Promise<readonly ThreadFigures[]> {
  const all = new Map<string, LongestTask[]>();
  for (let round = 0; round < rounds; round++) {
    await oneRound(dist, async (what, work) => {
      const end = await longestTask(work);
      all.set(what, [...(all.get(what) ?? []), end]);
    });
  }
  return [...all].map(([what, tasks]) => ({
    what,
    longest: {
      cpuMs: tasks.every(({ cpuMs }) => cpuMs !== undefined)
        ? median(tasks.map(({ cpuMs }) => cpuMs ?? NaN))
        : undefined,
      wallMs: median(tasks.map(({ wallMs }) => wallMs)),
    },
  }));
}

async function oneRound(
  dist: string,
  measure: (what: string, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  await measure('nothing, for a second', () => new Promise((resolve) => setTimeout(resolve, 1000)));
  const client = new InferenceClient(() => startNodeWorker(dist));
  try {
    let model = -1;
    await measure('start and load', async () => {
      ({ model } = await client.open('bench', readBundledModel, oneThread));
    });
    for (const tokens of [128, 512]) {
      let run = -1;
      let length = 0;
      await measure(`run of ${tokens} tokens`, async () => {
        const answer = await client.ask.run({ model, text: textOf(tokens), around });
        run = answer.run;
        length = answer.tokens.length;
      });
      const whole = { start: 0, end: length };
      const question = { run, choice: meanChoice, hideSpecial: true };
      await measure(`row, hover, tile of ${tokens}`, async () => {
        const query = { ...question, tokens: [2], direction: 'attendsTo' as const };
        await client.ask.row(query);
        await client.ask.topWords({ ...query, count: 5 });
        await client.ask.everyHead({ run, side: 'source', tokens: [2], direction: 'attendsTo' });
        await client.ask.tile({ ...question, queries: whole, keys: whole, maxSide: 512 });
      });
    }
  } finally {
    client.dispose();
  }
}
