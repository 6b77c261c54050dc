import { HeadlightError } from '../core/errors';
import { workerReady, type WorkerHandle, type WorkerStart } from '../protocol/workerHandle';
import type { RawWorker } from './rawWorker';

/**
 * Waits until a worker listens, and gives it what its engine is made of. Throws `worker-start` where it stops before, or
 * says nothing for `patience` ms.
 */
export async function handOver(
  worker: RawWorker,
  start: WorkerStart,
  patience = 30_000,
): Promise<WorkerHandle> {
  const terminate = (): void => {
    worker.exit.mute();
    worker.terminate();
  };
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(late);
      terminate();
      reject(new HeadlightError('worker-start', {}, { cause: reason }));
    };
    const late = setTimeout(() => {
      fail(`no answer after ${patience} ms`);
    }, patience);
    worker.exit.listen(fail);
    worker.listen((message) => {
      if (message !== workerReady) return;
      clearTimeout(late);
      // From here on an end is a crash, which whoever gets the handle is told of.
      worker.exit.listen(undefined);
      resolve();
    });
  });
  worker.post(start, 'wasmBinary' in start ? [start.wasmBinary] : []);
  return {
    port: worker,
    terminate,
    onExit: (listener) => {
      worker.exit.listen(listener);
    },
  };
}
