import { availableParallelism } from 'node:os';
import { stat } from 'node:fs/promises';
import { startNodeWorker } from '../../src/platform/node';
import type { ModelFiles } from '../../src/protocol/models';
import { InferenceClient } from '../../src/protocol/inferenceClient';
import type { EngineKind } from '../../src/protocol/workerHandle';
import { interleaved, median, ratio } from '../median';
import { idsOf } from './openBert';
import { folder } from './options';

/** Half of the processors, which is Headlight's own choice, and all of them, ÷ one thread; each in a worker of its own. */
export async function threadsPart(file: string, lengths: readonly number[], rounds: number): Promise<void> {
  const processors = availableParallelism();
  const counts = [...new Set([1, Math.max(1, Math.floor(processors / 2)), processors])];
  console.log(`\nThreads ÷ one thread, a worker each, ${processors} processors\n`);
  console.log('engine  tokens   threads   ÷ one thread        ms');
  for (const engine of ['wasm', 'native'] as const) {
    const clients = counts.map(() => clientOf(engine));
    try {
      const models: number[] = [];
      for (const [index, client] of clients.entries()) {
        const limits = { threads: counts[index] ?? 1, memory: 0 };
        models.push((await client.open('bench', () => filesOf(file), limits)).model);
      }
      for (const tokens of lengths) {
        const works = clients.map(
          (client, index) => () =>
            client.ask.runIds({ model: models[index] ?? -1, ids: idsOf(tokens), inputs: {} }),
        );
        const times = await interleaved(works, rounds);
        for (const [index, threads] of counts.entries()) {
          const figures = [
            ratio(times[index], times[0]).toFixed(2).padStart(14),
            median(times[index] ?? [])
              .toFixed(0)
              .padStart(9),
          ];
          console.log(
            `${engine.padEnd(6)} ${String(tokens).padStart(7)} ${String(threads).padStart(9)} ${figures.join(' ')}`,
          );
        }
      }
    } catch (error) {
      console.log(`${engine}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      for (const client of clients) client.dispose();
    }
  }
}

function clientOf(engine: EngineKind): InferenceClient {
  return new InferenceClient(() => startNodeWorker(folder, { engine, note: console.log }));
}

async function filesOf(file: string): Promise<ModelFiles> {
  const { size } = await stat(file);
  return {
    path: file,
    name: 'bert-base',
    graph: { path: file, onnx: { disk: file, byteLength: size }, external: {} },
  };
}
