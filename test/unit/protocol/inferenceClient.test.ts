import { describe, expect, it } from 'vitest';
import { HeadlightError } from '../../../src/core/errors';
import type { InferenceApi, RowAnswer, RunAnswer } from '../../../src/protocol/inference';
import { InferenceClient } from '../../../src/protocol/inferenceClient';
import type { Served } from '../../../src/protocol/rpc';
import { clientOf, limits, loader, question, runAnswer } from './clientForTests';
import { deferred, FakeWorker, modelAnswer, modelFiles } from './fakeWorker';

const rowAnswer: RowAnswer = { weights: new Float32Array(1), hidden: 0 };
const row = {
  run: 5,
  tokens: [0],
  choice: { kind: 'self', layer: 0, head: 0 },
  direction: 'attendsTo',
  hideSpecial: false,
} as const;

/** Opens models with the numbers given. */
function opening(...numbers: number[]): Partial<Served<InferenceApi>> {
  let next = 0;
  return { open: () => modelAnswer(numbers[next++] ?? 0) };
}

describe('the client of the worker', () => {
  it('starts the worker with the first question, and once', async () => {
    const { client, started } = clientOf(new FakeWorker({ ...opening(1), row: () => rowAnswer }));
    expect(started()).toBe(0);
    await Promise.all([client.ask.row(row), client.ask.row(row)]);
    expect(started()).toBe(1);
  });

  it('reads and opens a model once, and another one when it is asked for', async () => {
    const worker = new FakeWorker(opening(1, 2));
    const { client } = clientOf(worker);
    const { load, loaded } = loader();
    const both = await Promise.all([client.open('a', load, limits(0)), client.open('a', load, limits(0))]);
    expect(both.map(({ model }) => model)).toEqual([1, 1]);
    expect((await client.open('a', load, limits(0))).model).toBe(1);
    expect(loaded()).toBe(1);
    expect((await client.open('b', load, limits(0))).model).toBe(2);
    expect(loaded()).toBe(2);
  });

  it('tries a model again after a failure, of the files or of the worker', async () => {
    let fails = true;
    const worker = new FakeWorker({
      open: () => {
        if (fails) throw new HeadlightError('model-not-onnx', { path: 'a' });
        return modelAnswer(1);
      },
    });
    const { client } = clientOf(worker);
    const missing = () => Promise.reject(new HeadlightError('model-missing', { path: 'a' }));
    await expect(client.open('a', missing, limits(0))).rejects.toMatchObject({ code: 'model-missing' });
    await expect(client.open('a', loader().load, limits(0))).rejects.toMatchObject({
      code: 'model-not-onnx',
    });
    fails = false;
    await expect(client.open('a', loader().load, limits(0))).resolves.toMatchObject({ model: 1 });
  });

  it('fails open questions when the worker stops, and starts another for the next', async () => {
    const first = new FakeWorker({ ...opening(1), run: () => new Promise(() => undefined) });
    const second = new FakeWorker({ ...opening(2), row: () => rowAnswer });
    const { client, started } = clientOf(first, second);
    await client.open('a', loader().load, limits(0));
    const run = client.ask.run(question);
    setTimeout(() => {
      first.die('out of memory');
    }, 5);
    await expect(run).rejects.toMatchObject({ code: 'worker-crashed', cause: 'out of memory' });
    await client.ask.row(row);
    expect(started()).toBe(2);
  });

  it('opens the model again for a run after a crash', async () => {
    const models: number[] = [];
    const first = new FakeWorker(opening(1));
    const second = new FakeWorker({
      ...opening(2),
      run: ({ model }) => {
        models.push(model);
        return runAnswer;
      },
    });
    const { client } = clientOf(first, second);
    const { load, loaded } = loader();
    const { model } = await client.open('a', load, limits(0));
    first.die('gone');
    await client.ask.run({ ...question, model });
    await client.ask.run({ ...question, model });
    expect(models).toEqual([2, 2]);
    expect(loaded()).toBe(2);
  });

  it('ends a worker that says it is out of memory', async () => {
    const first = new FakeWorker({
      ...opening(1),
      run: () => {
        throw new HeadlightError('out-of-memory', { model: 'a', tokens: 9 });
      },
    });
    const { client, started } = clientOf(first, new FakeWorker({ row: () => rowAnswer }));
    await client.open('a', loader().load, limits(0));
    await expect(client.ask.run(question)).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(first.terminated).toBe(true);
    await client.ask.row(row);
    expect(started()).toBe(2);
  });

  it('tries to start the worker again after it did not start', async () => {
    let attempts = 0;
    const worker = new FakeWorker({ row: () => rowAnswer });
    const client = new InferenceClient(() =>
      attempts++ === 0 ? Promise.reject(new HeadlightError('worker-start')) : Promise.resolve(worker.handle),
    );
    await expect(client.ask.row(row)).rejects.toMatchObject({ code: 'worker-start' });
    await expect(client.ask.row(row)).resolves.toMatchObject({ hidden: 0 });
  });

  it('keeps a worker that comes out of a cancelled run in time', async () => {
    const busy = deferred<RunAnswer>();
    const worker = new FakeWorker({ ...opening(1), run: () => busy.promise, row: () => rowAnswer });
    const { client, started } = clientOf(worker);
    await client.open('a', loader().load, limits(0));
    const controller = new AbortController();
    const run = client.ask.run(question, { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 5);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await client.ask.row(row);
    expect([started(), worker.terminated]).toEqual([1, false]);
  });

  it('ends a worker that does not come out of a cancelled run, and asks the next question of a fresh one', async () => {
    const first = new FakeWorker({
      ...opening(1),
      run: () => new Promise(() => undefined),
      // A thread that is held by wasm answers nothing at all.
      release: () => new Promise<null>(() => undefined),
    });
    const second = new FakeWorker({ ...opening(2), row: () => rowAnswer });
    const { client, started } = clientOf(first, second);
    await client.open('a', loader().load, limits(0));
    const controller = new AbortController();
    const run = client.ask.run(question, { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 5);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await client.ask.row(row);
    expect([started(), first.terminated, second.terminated]).toEqual([2, true, false]);
  });

  it('does not end a worker that another run keeps busy', async () => {
    const busy = deferred<RunAnswer>();
    const worker = new FakeWorker({
      ...opening(1),
      run: () => busy.promise,
      release: async () => {
        await busy.promise;
        return null;
      },
    });
    const { client } = clientOf(worker);
    await client.open('a', loader().load, limits(0));
    const wanted = client.ask.run(question);
    const controller = new AbortController();
    const unwanted = client.ask.run(question, { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 5);
    await expect(unwanted).rejects.toMatchObject({ code: 'cancelled' });
    setTimeout(() => {
      busy.resolve(runAnswer);
    }, 80);
    await expect(wanted).resolves.toMatchObject({ run: 5 });
    expect(worker.terminated).toBe(false);
  });

  it('lets a second caller have the load that the first one cancelled', async () => {
    const answer = deferred<ReturnType<typeof modelAnswer>>();
    const worker = new FakeWorker({ open: () => answer.promise });
    const { client } = clientOf(worker);
    const { load, loaded } = loader();
    const controller = new AbortController();
    const first = client.open('a', load, limits(0), { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 5);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const second = client.open('a', load, limits(0));
    setTimeout(() => {
      answer.resolve(modelAnswer(1));
    }, 60);
    await expect(second).resolves.toMatchObject({ model: 1 });
    expect([loaded(), worker.terminated]).toEqual([1, false]);
  });

  it('does not keep the failure of a load that was cancelled', async () => {
    const answer = deferred<ReturnType<typeof modelAnswer>>();
    let opened = 0;
    const worker = new FakeWorker({ open: () => (opened++ === 0 ? answer.promise : modelAnswer(2)) });
    const { client } = clientOf(worker);
    const controller = new AbortController();
    const first = client.open('a', loader().load, limits(0), { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
      answer.reject(new HeadlightError('model-load', { path: 'a', reason: 'b' }));
    }, 5);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 15));
    await expect(client.open('a', loader().load, limits(0))).resolves.toMatchObject({ model: 2 });
    expect(worker.terminated).toBe(false);
  });

  it('ends the worker of a load that nobody wants any more', async () => {
    const worker = new FakeWorker({ open: () => new Promise(() => undefined) });
    const { client, started } = clientOf(worker, new FakeWorker({ row: () => rowAnswer }));
    const controller = new AbortController();
    const first = client.open('a', loader().load, limits(0), { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 5);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(worker.terminated).toBe(true);
    await client.ask.row(row);
    expect(started()).toBe(2);
  });

  it('starts a fresh worker for another number of threads', async () => {
    const first = new FakeWorker(opening(1));
    const { client, started } = clientOf(first, new FakeWorker(opening(2)));
    await client.open('a', loader().load, limits(1));
    await expect(client.open('a', loader().load, limits(2))).resolves.toMatchObject({ model: 2 });
    expect([started(), first.terminated]).toEqual([2, true]);
  });

  it('ends with its worker', async () => {
    const worker = new FakeWorker({ ...opening(1), run: () => new Promise(() => undefined) });
    const { client } = clientOf(worker);
    await client.open('a', loader().load, limits(0));
    const run = client.ask.run(question);
    setTimeout(() => {
      client.dispose();
    }, 5);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(worker.terminated).toBe(true);
    await expect(client.ask.row(row)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('passes progress and buffers on', async () => {
    const stages: string[] = [];
    const worker = new FakeWorker({
      open: ({ files }, { progress }) => {
        progress('loading');
        return modelAnswer(files.graph.onnx.byteLength);
      },
    });
    const { client } = clientOf(worker);
    const files = modelFiles();
    const { model } = await client.open('a', () => Promise.resolve(files), limits(0), {
      onProgress: (stage) => {
        stages.push(stage);
      },
    });
    expect([model, files.graph.onnx.byteLength, stages]).toEqual([8, 0, ['loading']]);
  });
});
