export interface RankedToken {
  readonly token: number;
  readonly weight: number;
}

/** The tokens of a row from the largest weight to the least, equal ones in text order. */
export function rankTokens(row: Float32Array, shown: (token: number) => boolean): readonly RankedToken[] {
  const ranked: RankedToken[] = [];
  row.forEach((weight, token) => {
    if (shown(token)) ranked.push({ token, weight });
  });
  return ranked.sort((a, b) => b.weight - a.weight || a.token - b.token);
}
