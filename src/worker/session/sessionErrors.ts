import { HeadlightError } from '../../core/errors';

/**
 * What the engine says where it has no memory: C++'s exception, Emscripten's abort, JavaScript's allocation, and sizes beyond
 * 2 GB in WebAssembly.
 */
const outOfMemory =
  /bad_alloc|out of memory|OOM|Array buffer allocation failed|Failed to allocate|memory access out of bounds|narrowing_error|SafeIntOnOverflow/i;
const longestReason = 240;

/** An error of the engine while it loads a model. */
export function loadError(thrown: unknown, path: string): HeadlightError {
  const text = textOf(thrown);
  if (outOfMemory.test(text)) return new HeadlightError('model-memory', { path }, { cause: thrown });
  if (text.includes('no available backend found'))
    return new HeadlightError('worker-start', {}, { cause: thrown });
  return new HeadlightError('model-load', { path, reason: reasonOf(text) }, { cause: thrown });
}

/** An error of the engine while it runs a model on so many tokens. */
export function runError(thrown: unknown, path: string, tokens: number): HeadlightError {
  const text = textOf(thrown);
  if (outOfMemory.test(text)) return memoryError(thrown, path, tokens);
  return new HeadlightError('model-run', { model: path, reason: reasonOf(text) }, { cause: thrown });
}

function memoryError(thrown: unknown, path: string, tokens: number): HeadlightError {
  return new HeadlightError('out-of-memory', { model: path, tokens }, { cause: thrown });
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The engine's own words without its codes, source files and line breaks. */
function reasonOf(text: string): string {
  const words = text
    .replace(/^.*ERROR_MESSAGE:\s*"?/s, '')
    .replace(/\/\S+\.(cc|h):\d+\s*/g, '')
    .replace(/\s+/g, ' ')
    .replace(/"$/, '')
    .trim();
  return words.length > longestReason ? `${words.slice(0, longestReason)}…` : words;
}
