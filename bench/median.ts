export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** How long something takes, in ms. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Does several things in turn, `repeats` times round, so that whatever else the machine does meets them alike.
 * @returns the times of each, in ms, round by round
 */
export async function interleaved(
  works: readonly (() => unknown)[],
  repeats: number,
): Promise<readonly (readonly number[])[]> {
  const times: number[][] = works.map(() => []);
  for (const work of works) await work();
  for (let round = 0; round < repeats; round++) {
    for (const [index, work] of works.entries()) times[index]?.push(await timed(work));
  }
  return times;
}

/** The median of the ratios of two series, round by round. */
export function ratio(times: readonly number[] = [], base: readonly number[] = []): number {
  return median(times.map((time, round) => time / (base[round] ?? NaN)));
}
