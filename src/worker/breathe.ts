import { HeadlightError } from '../core/errors';

/** Milliseconds of computing after which other questions, and a cancellation, get their turn. */
const slice = 10;

/**
 * Lets long work in the worker be interrupted: `await turn()` often; it gives the thread away now and then, and throws
 * `cancelled` once the asking side has lost interest.
 */
export function breather(signal: AbortSignal): () => Promise<void> | undefined {
  let since = performance.now();
  const rest = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal.aborted) throw new HeadlightError('cancelled');
    since = performance.now();
  };
  return () => (performance.now() - since < slice ? undefined : rest());
}
