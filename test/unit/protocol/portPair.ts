import type { Port } from '../../../src/protocol/port';

/** Two ends of a channel in this thread. Messages are cloned and come later, as between threads. */
export function portPair(): [Port, Port] {
  const listeners: [((message: unknown) => void)?, ((message: unknown) => void)?] = [];
  const end = (mine: 0 | 1, theirs: 0 | 1): Port => ({
    post: (message, transfer = []) => {
      const copy: unknown = structuredClone(message, { transfer: [...transfer] });
      setTimeout(() => listeners[theirs]?.(copy), 0);
    },
    listen: (listener) => {
      listeners[mine] = listener;
    },
  });
  return [end(0, 1), end(1, 0)];
}
