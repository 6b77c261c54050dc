import { describe, expect, it } from 'vitest';
import { HeadlightError } from '../../../src/core/errors';
import { clientOf, limits, loader, question, runAnswer } from './clientForTests';
import { FakeWorker, modelAnswer } from './fakeWorker';

describe('several models of one worker', () => {
  it('keeps several models open, and is told how much room they have', async () => {
    const memory: number[] = [];
    let next = 0;
    const worker = new FakeWorker({
      open: (asked) => {
        memory.push(asked.memory);
        return modelAnswer(++next);
      },
    });
    const { client } = clientOf(worker);
    const { load, loaded } = loader();
    for (const key of ['a', 'b', 'a', 'b', 'a']) await client.open(key, load, { threads: 0, memory: 99 });
    expect([loaded(), memory]).toEqual([2, [99, 99]]);
  });

  it('loads a model again that the worker has let go, for all that wait for it at once', async () => {
    const runs: number[] = [];
    const stages: string[] = [];
    let next = 0;
    const worker = new FakeWorker({
      open: (_, { progress }) => {
        progress('loading');
        return modelAnswer(++next);
      },
      run: ({ model }) => {
        if (model !== next) throw new HeadlightError('model-unknown');
        runs.push(model);
        return runAnswer;
      },
    });
    const { client } = clientOf(worker);
    const { load, loaded } = loader();
    const first = await client.open('a', load, limits(0));
    await client.open('b', load, limits(0));
    const onProgress = (stage: string) => stages.push(stage);
    const ask = () => client.ask.run({ ...question, model: first.model }, { onProgress });
    await Promise.all([ask(), ask()]);
    expect([runs, loaded(), stages]).toEqual([[3, 3], 3, ['loading', 'loading']]);
    // The number that was given first goes on to stand for it.
    await ask();
    expect([runs, loaded()]).toEqual([[3, 3, 3], 3]);
  });

  it('does not try for ever to open a model that is let go at once', async () => {
    let opened = 0;
    const worker = new FakeWorker({
      open: () => modelAnswer(++opened),
      run: () => {
        throw new HeadlightError('model-unknown');
      },
    });
    const { client } = clientOf(worker);
    const { model } = await client.open('a', loader().load, limits(0));
    await expect(client.ask.run({ ...question, model })).rejects.toMatchObject({ code: 'model-unknown' });
    expect(opened).toBe(2);
    await expect(client.ask.run({ ...question, model: 777 })).rejects.toMatchObject({
      code: 'model-unknown',
    });
    expect(opened).toBe(2);
  });
});
