/**
 * Which of `levels` steps of colour each weight gets: 1 the weakest to `levels` the strongest, in proportion to the
 * row's largest weight, which gets the full colour; 0 where the weight is below `threshold` times the largest.
 * `shown` says which tokens have a place to be coloured at: only they count for the largest.
 */
export function weightLevels(
  weights: ArrayLike<number>,
  shown: (token: number) => boolean,
  threshold: number,
  levels: number,
): Uint8Array {
  let largest = 0;
  for (let token = 0; token < weights.length; token++) {
    if (shown(token)) largest = Math.max(largest, weights[token] ?? 0);
  }
  const level = new Uint8Array(weights.length);
  if (largest === 0) return level;
  for (let token = 0; token < weights.length; token++) {
    const share = (weights[token] ?? 0) / largest;
    if (shown(token) && share > 0 && share >= threshold) {
      level[token] = Math.max(1, Math.ceil(share * levels));
    }
  }
  return level;
}
