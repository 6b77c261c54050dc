import { describe, expect, it } from 'vitest';
import { InferenceClient } from '../../../src/protocol/inferenceClient';
import { limits, loader, question, runAnswer } from './clientForTests';
import { FakeWorker, modelAnswer } from './fakeWorker';

const never = new Promise<never>(() => undefined);

/** A client that waits some ms for the stages, with these workers one after the other. */
function impatient(...workers: readonly FakeWorker[]): InferenceClient {
  let started = 0;
  const start = (): Promise<FakeWorker['handle']> => {
    const worker = workers[started++];
    return worker ? Promise.resolve(worker.handle) : Promise.reject(new Error('no more workers'));
  };
  return new InferenceClient(start, 30, { reading: 0.05, tokenizing: 0.05 });
}

describe('a stage that does not end', () => {
  it('ends the worker that reads a model, and the next one opens another', async () => {
    const stuck = new FakeWorker({
      open: (_, { progress }) => {
        progress('reading');
        return never;
      },
    });
    const client = impatient(stuck, new FakeWorker({ open: () => modelAnswer(2) }));
    await expect(client.open('a', loader().load, limits(0))).rejects.toMatchObject({
      code: 'model-too-slow',
      params: { seconds: 0.05 },
    });
    expect(stuck.terminated).toBe(true);
    await expect(client.open('b', loader().load, limits(0))).resolves.toMatchObject({ model: 2 });
  });

  it('ends the worker whose tokenizer is stuck', async () => {
    const stuck = new FakeWorker({
      open: () => modelAnswer(1),
      run: (_, { progress }) => {
        progress('tokenizing');
        return never;
      },
    });
    const client = impatient(stuck, new FakeWorker({ open: () => modelAnswer(1), run: () => runAnswer }));
    await client.open('a', loader().load, limits(0));
    await expect(client.ask.run(question)).rejects.toMatchObject({ code: 'tokenizer-too-slow' });
    expect(stuck.terminated).toBe(true);
    await expect(client.ask.run(question)).resolves.toEqual(runAnswer);
  });

  it('leaves a run alone that takes its time in the engine', async () => {
    const slow = new FakeWorker({
      open: () => modelAnswer(1),
      run: async (_, { progress }) => {
        progress('tokenizing');
        progress('running');
        await new Promise((resolve) => setTimeout(resolve, 150));
        return runAnswer;
      },
    });
    const stages: string[] = [];
    const client = impatient(slow);
    await client.open('a', loader().load, limits(0));
    const onProgress = (stage: string): void => {
      stages.push(stage);
    };
    await expect(client.ask.run(question, { onProgress })).resolves.toEqual(runAnswer);
    expect([stages, slow.terminated]).toEqual([['tokenizing', 'running'], false]);
  });
});
