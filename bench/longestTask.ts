/**
 * The longest task of a thread. While one lasts on the extension host's, no extension does anything: none of ours may
 * take 50 ms.
 */
import { closeSync, openSync, readSync } from 'node:fs';

export interface LongestTask {
  /** ms of processor time: what the task itself took. `undefined` where the system does not tell: not on Linux. */
  readonly cpuMs: number | undefined;
  /** ms by the clock: with all that the machine did meanwhile. */
  readonly wallMs: number;
}

/**
 * Watches the calling thread: the longest stretch in which a timer of 1 ms did not come to its turn. Tasks without a
 * turn between them count as one.
 * @returns ends the watch
 */
export function watchTasks(): () => LongestTask {
  const clock = threadClock();
  let cpuMs = clock ? 0 : undefined;
  let wallMs = 0;
  let before = { cpu: clock?.read() ?? 0, wall: performance.now() };
  const look = (): void => {
    const now = { cpu: clock?.read() ?? 0, wall: performance.now() };
    if (cpuMs !== undefined) cpuMs = Math.max(cpuMs, now.cpu - before.cpu);
    wallMs = Math.max(wallMs, now.wall - before.wall);
    before = now;
  };
  const timer = setInterval(look, 1);
  return () => {
    look();
    clearInterval(timer);
    clock?.close();
    return { cpuMs, wallMs };
  };
}

/** The longest task while `work` is done. */
export async function longestTask(work: () => Promise<unknown>): Promise<LongestTask> {
  const end = watchTasks();
  await work().catch((thrown: unknown) => {
    end();
    throw thrown;
  });
  return end();
}

/** The processor time of the calling thread, in ms: the first figure of `schedstat` is that in ns (proc(5)). */
function threadClock(): { read(): number; close(): void } | undefined {
  let file: number;
  try {
    file = openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return undefined;
  }
  const buffer = Buffer.alloc(64);
  return {
    read: () => {
      const length = readSync(file, buffer, 0, buffer.length, 0);
      return Number(buffer.toString('latin1', 0, length).split(' ')[0]) / 1e6;
    },
    close: () => {
      closeSync(file);
    },
  };
}
