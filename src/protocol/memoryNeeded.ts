/**
 * Bytes of memory that a model takes at most while it is loaded and run, for a byte of its files: the file as it was read,
 * the engine's copy of the weights, and what it makes of them. Measured as the growth of a process (peak resident memory,
 * Linux, wasm engine, two tokens) with one 8-layer BERT of 768 hidden units as 280 MB of float32, 140 MB of float16 and
 * 70 MB of int8: 0.86, 0.69 and 0.38 GB, of which 0.22 GB are the process's own.
 */
const factor = 2.3;
/** The CPU's operators have no float16: the engine makes float32 of it. */
const halfFactor = 3.4;

/** Estimates the memory that a model will need, in bytes; a long text's own tensors come on top. */
export function memoryNeeded(model: {
  readonly bytes: number;
  readonly dataType: string | undefined;
}): number {
  return model.bytes * (model.dataType?.includes('float16') === true ? halfFactor : factor);
}
