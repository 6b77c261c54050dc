/** One token's share of a softmax. */
export interface Share {
  readonly id: number;
  readonly probability: number;
}

/**
 * The `count` likeliest tokens of a row of scores, falling; of equals the earlier goes first. Powers are summed in
 * float64. O(vocabulary).
 */
export function topPredictions(scores: Float32Array, count: number): Share[] {
  const top: number[] = [];
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? NaN;
    if (top.length === count && score <= (scores[top[count - 1] ?? 0] ?? 0)) continue;
    let at = top.length;
    while (at > 0 && (scores[top[at - 1] ?? 0] ?? 0) < score) at--;
    top.splice(at, 0, id);
    if (top.length > count) top.pop();
  }
  const share = shareIn(scores);
  return top.map((id) => ({ id, probability: share(id) }));
}

/** The probability of one token of a row, and its place among all: 1 is the likeliest. O(vocabulary). */
export function rankOf(scores: Float32Array, id: number): Share & { readonly rank: number } {
  const own = scores[id] ?? -Infinity;
  let rank = 1;
  for (const score of scores) if (score > own) rank++;
  return { id, probability: shareIn(scores)(id), rank };
}

function shareIn(scores: Float32Array): (id: number) => number {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - largest);
  return (id) => Math.exp((scores[id] ?? -Infinity) - largest) / sum;
}
