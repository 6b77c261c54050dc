import { serialize } from 'node:v8';
import { startNodeWorker } from '../src/platform/node';
import { InferenceClient } from '../src/protocol/inferenceClient';
import { around, meanChoice, oneThread, readBundledModel, textOf } from './bundledModel';
import { interleaved, median } from './median';

export interface QuestionFigures {
  readonly tokens: number;
  readonly rowMs: number;
  readonly hoverMs: number;
  readonly everyHeadMs: number;
  /** What crosses from the worker to the host for the answers. */
  readonly runBytes: number;
  readonly rowBytes: number;
  readonly hoverBytes: number;
  /** Largest difference between Σ αV and the graph's own tensor. */
  readonly selfCheck: number;
}

const lengths = [32, 128, 256, 512] as const;

/** Times the questions that a change of the query asks of a real worker; `dist` has its bundle. */
export async function questions(dist: string): Promise<QuestionFigures[]> {
  const client = new InferenceClient(() => startNodeWorker(dist));
  try {
    const open = await client.open('bench', readBundledModel, oneThread);
    const figures: QuestionFigures[] = [];
    for (const length of lengths) {
      const run = await client.ask.run({ model: open.model, text: textOf(length), around });
      let token = 0;
      const next = () => {
        token = 1 + (token % (run.tokens.length - 2));
        return {
          run: run.run,
          tokens: [token],
          choice: meanChoice,
          direction: 'attendsTo' as const,
          hideSpecial: true,
        };
      };
      const [row = [], hover = [], every = []] = await interleaved(
        [
          () => client.ask.row(next()),
          () => client.ask.topWords({ ...next(), count: 5 }),
          () => client.ask.everyHead({ ...next(), side: 'source' }),
        ],
        25,
      );
      const answers = [run, await client.ask.row(next()), await client.ask.topWords({ ...next(), count: 5 })];
      const [runBytes = 0, rowBytes = 0, hoverBytes = 0] = answers.map((answer) => serialize(answer).length);
      figures.push({
        tokens: run.tokens.length,
        rowMs: median(row),
        hoverMs: median(hover),
        everyHeadMs: median(every),
        runBytes,
        rowBytes,
        hoverBytes,
        selfCheck: run.selfCheck.maxAbsError,
      });
    }
    return figures;
  } finally {
    client.dispose();
  }
}
