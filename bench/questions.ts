import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serialize } from 'node:v8';
import { startNodeWorker } from '../src/platform/node';
import type { ModelFiles } from '../src/protocol/inference';
import { InferenceClient } from '../src/protocol/inferenceClient';
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
}

const sentence = 'The lamp on the wall went out because it had no oil. ';
const lengths = [32, 128, 512] as const;

/** Times the questions that a change of the query asks of a real worker; `dist` has its bundle, `model` is a folder. */
export async function questions(dist: string, model: string): Promise<QuestionFigures[]> {
  const client = new InferenceClient(() => startNodeWorker(dist));
  try {
    const open = await client.open('bench', () => Promise.resolve(filesOf(model)), 1);
    const figures: QuestionFigures[] = [];
    for (const length of lengths) {
      const text = sentence.repeat(60);
      const words = Math.floor((length - 2) / 13);
      const cut = text.slice(0, Math.max(1, words) * sentence.length);
      const run = await client.ask.run({ model: open.model, text: cut, around: { start: 4, end: 8 } });
      let token = 0;
      const next = () => {
        token = 1 + (token % (run.tokens.length - 2));
        return {
          run: run.run,
          tokens: [token],
          choice: { layer: 'mean', head: 'mean' } as const,
          direction: 'attendsTo' as const,
          hideSpecial: true,
        };
      };
      const [row = [], hover = [], every = []] = await interleaved(
        [
          () => client.ask.row(next()),
          () => client.ask.topWords({ ...next(), count: 5 }),
          () => client.ask.everyHead(next()),
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
      });
    }
    return figures;
  } finally {
    client.dispose();
  }
}

function filesOf(folder: string): ModelFiles {
  return {
    path: folder,
    name: path.basename(folder),
    onnx: new Uint8Array(readFileSync(path.join(folder, 'onnx', 'model.onnx'))).buffer,
    external: {},
    tokenizer: readFileSync(path.join(folder, 'tokenizer.json'), 'utf8'),
  };
}
