/**
 * Numbers for models and runs that no other worker gives: after a restart a question about a run of the former worker
 * must be refused, not answered from another run. 2^32 starting points, 2^20 numbers each.
 */
export function numberSource(): () => number {
  let last = (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) * 2 ** 20;
  return () => ++last;
}
