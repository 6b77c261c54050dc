import type { Port } from '../protocol/port';
import { ExitSignal } from './exitSignal';

/** A platform's own worker object, in the words that Node's and the browser's have in common. */
export interface RawWorker extends Port {
  readonly exit: ExitSignal;
  terminate(): void;
}

/** What both worker objects do alike. */
interface PlatformWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  terminate(): unknown;
}

/** A worker as a port. `connect` makes its messages and its end known, each platform in its own way. */
export function rawWorker(
  worker: PlatformWorker,
  connect: (onMessage: (message: unknown) => void, exit: ExitSignal) => void,
): RawWorker {
  const exit = new ExitSignal();
  let listener: ((message: unknown) => void) | undefined;
  connect((message) => listener?.(message), exit);
  return {
    exit,
    post: (message, transfer = []) => {
      worker.postMessage(message, [...transfer]);
    },
    listen: (onMessage) => {
      listener = onMessage;
    },
    terminate: () => {
      void worker.terminate();
    },
  };
}
