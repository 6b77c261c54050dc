import { describe, expect, it } from 'vitest';
import { ExitSignal } from '../../../src/platform/exitSignal';
import { handOver } from '../../../src/platform/handOver';
import type { RawWorker } from '../../../src/platform/rawWorker';
import { workerReady } from '../../../src/protocol/workerHandle';

function rawWorker(): RawWorker & { say(message: unknown): void; ended: boolean; got: unknown[] } {
  let listener: ((message: unknown) => void) | undefined;
  const got: unknown[] = [];
  return {
    exit: new ExitSignal(),
    ended: false,
    got,
    post: (message) => {
      got.push(message);
    },
    listen: (onMessage) => {
      listener = onMessage;
    },
    terminate() {
      this.ended = true;
    },
    say: (message) => listener?.(message),
  };
}
const start = { wasmBinary: new ArrayBuffer(4) };

describe('handing over to a worker', () => {
  it('waits until it listens, then gives it its engine', async () => {
    const worker = rawWorker();
    const handle = handOver(worker, start);
    expect(worker.got).toEqual([]);
    worker.say(workerReady);
    await handle;
    expect(worker.got).toEqual([start]);
  });

  it('fails where the worker ends, or says nothing, and leaves none running', async () => {
    const broken = rawWorker();
    const first = handOver(broken, start);
    broken.exit.fire('syntax error');
    await expect(first).rejects.toMatchObject({ code: 'worker-start', cause: 'syntax error' });
    const silent = rawWorker();
    await expect(handOver(silent, start, 5)).rejects.toMatchObject({ code: 'worker-start' });
    expect([broken.ended, silent.ended]).toEqual([true, true]);
  });

  it('tells the end once, to a late listener too, but not an end that was asked for', async () => {
    const [crashing, terminated] = [rawWorker(), rawWorker()];
    const handles = [handOver(crashing, start), handOver(terminated, start)];
    crashing.say(workerReady);
    terminated.say(workerReady);
    const [first, second] = await Promise.all(handles);
    crashing.exit.fire('out of memory');
    crashing.exit.fire('exit 1');
    const told: string[] = [];
    first?.onExit((reason) => told.push(reason));
    second?.onExit((reason) => told.push(reason));
    second?.terminate();
    terminated.exit.fire('exit 1');
    expect(told).toEqual(['out of memory']);
  });
});
