import { describe, expect, it } from 'vitest';
import { HeadlightError } from '../../../src/core/errors';
import { Moved, openChannel, type Channel, type Served } from '../../../src/protocol/rpc';
import { deferred } from './fakeWorker';
import { portPair } from './portPair';

interface Api {
  double(value: number): number;
  take(buffer: ArrayBuffer): number;
  give(bytes: number): ArrayBuffer;
}
type None = Record<string, never>;

function connect(served: Partial<Served<Api>>): Channel<Api> {
  const [here, there] = portPair();
  // SAFETY: a test asks for the methods that it serves.
  openChannel<Api, None>(there, served as Served<Api>);
  return openChannel<None, Api>(here, {});
}

describe('a channel', () => {
  it('answers each question, in whatever order they end', async () => {
    const slow = deferred<number>();
    const { remote } = connect({ double: (value) => (value === 1 ? slow.promise : 2 * value) });
    const first = remote.double(1);
    await expect(remote.double(4)).resolves.toBe(8);
    slow.resolve(2);
    await expect(first).resolves.toBe(2);
  });

  it('brings errors over with code, parameters and the detail for the log', async () => {
    const { remote } = connect({
      double: () => {
        throw new HeadlightError('file-missing', { path: 'a' }, { cause: 'the disk is gone' });
      },
    });
    await expect(remote.double(1)).rejects.toMatchObject({
      code: 'file-missing',
      params: { path: 'a' },
      cause: 'the disk is gone',
    });
  });

  it('calls a defect internal, and a method that is not there too', async () => {
    const { remote } = connect({
      double: () => {
        throw new TypeError('no such thing');
      },
    });
    await expect(remote.double(1)).rejects.toMatchObject({ code: 'internal' });
    await expect(remote.give(1)).rejects.toMatchObject({ code: 'internal' });
  });

  it('frees a caller that cancels at once, and tells the other side', async () => {
    const told = deferred<boolean>();
    const { remote } = connect({
      double: (_value, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            told.resolve(true);
          });
        }),
    });
    const controller = new AbortController();
    const call = remote.double(1, { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 5);
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await expect(told.promise).resolves.toBe(true);
  });

  it('asks nothing for a caller that has cancelled already', async () => {
    let asked = 0;
    const { remote } = connect({ double: (value) => ++asked + value });
    await expect(remote.double(1, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await remote.double(1);
    expect(asked).toBe(1);
  });

  it('moves buffers both ways', async () => {
    const given = new ArrayBuffer(16);
    const { remote } = connect({
      take: (buffer) => buffer.byteLength,
      give: (bytes) => {
        const buffer = new ArrayBuffer(bytes);
        return new Moved(buffer, [buffer]);
      },
    });
    const buffer = new ArrayBuffer(8);
    await expect(remote.take(buffer, { transfer: [buffer] })).resolves.toBe(8);
    expect(buffer.byteLength).toBe(0);
    await expect(remote.take(given)).resolves.toBe(16);
    expect(given.byteLength).toBe(16);
    await expect(remote.give(4)).resolves.toHaveProperty('byteLength', 4);
  });

  it('reports progress while a call is open, and not after', async () => {
    const stages: string[] = [];
    const { remote } = connect({
      double: (value, { progress }) => {
        progress('one');
        setTimeout(() => {
          progress('late');
        }, 0);
        return value;
      },
    });
    await remote.double(1, {
      onProgress: (stage) => {
        stages.push(stage);
      },
    });
    await remote.double(1);
    expect(stages).toEqual(['one']);
  });

  it('fails open and later calls once it is closed', async () => {
    const channel = connect({ double: () => new Promise(() => undefined) });
    const { remote } = channel;
    const open = remote.double(1);
    channel.close(new HeadlightError('worker-crashed'));
    await expect(open).rejects.toMatchObject({ code: 'worker-crashed' });
    await expect(remote.double(1)).rejects.toMatchObject({ code: 'worker-crashed' });
  });
});
