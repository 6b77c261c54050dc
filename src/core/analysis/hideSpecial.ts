/**
 * Takes the weights of the tokens marked in `special` out of a row, in place, and answers the share of the row that lay
 * on them. The rest is divided by what is left, so that it sums to 1 again; with `renormalise` false (the largest
 * weights over heads have no sum to keep) it stays as it is. A row that lies wholly on special tokens becomes 0.
 */
export function hideSpecial(row: Float32Array, special: Uint8Array, renormalise: boolean): number {
  let hidden = 0;
  let shown = 0;
  for (let token = 0; token < row.length; token++) {
    const weight = row[token] ?? 0;
    if (special[token] === 1) {
      hidden += weight;
      row[token] = 0;
    } else shown += weight;
  }
  if (hidden === 0) return 0;
  if (renormalise && shown > 0) {
    for (let token = 0; token < row.length; token++) row[token] = (row[token] ?? 0) / shown;
  }
  return hidden / (hidden + shown);
}
