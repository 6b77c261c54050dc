/**
 * `out[offset + j] = exp(s[j] - max s) / Σ exp(s - max s)`. A row of nothing but -∞ gives NaN, as it does in ONNX
 * Runtime and PyTorch. A sink is one more score, whose weight is written nowhere: the others sum to less than 1
 * (https://arxiv.org/abs/2309.17453).
 */
export function softmaxRow(scores: Float32Array, out: Float32Array, offset: number, sink = -Infinity): void {
  let largest = sink;
  for (const score of scores) if (score > largest) largest = score;
  let sum = sink === -Infinity ? 0 : Math.exp(sink - largest);
  for (let column = 0; column < scores.length; column++) {
    const power = Math.exp((scores[column] ?? 0) - largest);
    sum += power;
    out[offset + column] = power;
  }
  const share = 1 / sum;
  for (let at = offset; at < offset + scores.length; at++) out[at] = (out[at] ?? 0) * share;
}
