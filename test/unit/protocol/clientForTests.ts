import { HeadlightError } from '../../../src/core/errors';
import type { RunAnswer } from '../../../src/protocol/inference';
import { InferenceClient } from '../../../src/protocol/inferenceClient';
import type { EngineLimits } from '../../../src/protocol/modelOpening';
import { modelFiles, type FakeWorker } from './fakeWorker';

export const runAnswer: RunAnswer = {
  run: 5,
  tokens: [],
  target: undefined,
  analysed: { start: 0, end: 0 },
  cut: false,
  blocks: [],
  refused: [],
  selfCheck: { maxAbsError: 0, perBlock: [] },
};
export const question = { model: 1, text: 'a', around: { start: 0, end: 1 } };

export function limits(threads: number): EngineLimits {
  return { threads, memory: 0 };
}

/** A client whose workers are those given, one after the other. */
export function clientOf(...workers: FakeWorker[]): { client: InferenceClient; started: () => number } {
  let started = 0;
  const client = new InferenceClient(() => {
    const worker = workers[started++];
    return worker ? Promise.resolve(worker.handle) : Promise.reject(new HeadlightError('worker-start'));
  }, 30);
  return { client, started: () => started };
}

export function loader(): { load: () => Promise<ReturnType<typeof modelFiles>>; loaded: () => number } {
  let count = 0;
  return {
    load: () => {
      count++;
      return Promise.resolve(modelFiles());
    },
    loaded: () => count,
  };
}
