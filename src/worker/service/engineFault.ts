import { HeadlightError } from '../../core/errors';

/**
 * What a thrown value means for the worker. A failed allocation is `out-of-memory`, or `model-memory` without a text; a trap inside the wasm engine leaves
 * its memory in an unknown state, so that is `worker-crashed`: the asking side then ends this worker and starts another.
 */
export function engineFault(thrown: unknown, model: string, tokens: number): unknown {
  if (isTrap(thrown)) return new HeadlightError('worker-crashed', {}, { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : '';
  if (thrown instanceof RangeError && /alloc|memory|array length|buffer length/i.test(message)) {
    return tokens === 0
      ? new HeadlightError('model-memory', { path: model }, { cause: thrown })
      : new HeadlightError('out-of-memory', { model, tokens }, { cause: thrown });
  }
  return thrown;
}

function isTrap(thrown: unknown): boolean {
  const told = thrown instanceof HeadlightError && /^model-(run|load)$/.test(thrown.code);
  return (told ? thrown.cause : thrown) instanceof WebAssembly.RuntimeError;
}
