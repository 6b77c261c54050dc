/** Which unit each token belongs to: a word of several tokens, or a token that is in no word, such as a special one. */
export interface Units {
  readonly count: number;
  /** The unit of each token. */
  readonly ofToken: Int32Array;
}

/**
 * Units of tokens from the word of each token, -1 where it has none: words come first, by number, then one unit for each
 * token without a word, in order.
 */
export function unitsOf(wordOfToken: Int32Array, words: number): Units {
  let count = words;
  const ofToken = wordOfToken.map((word) => (word >= 0 ? word : count++));
  return { count, ofToken };
}

/**
 * Weights of tokens joined to weights of units. As keys, tokens of one word add up (`sum`): that is the probability that
 * lies on the word. As queries they are averaged (`mean`): each has a distribution of its own.
 */
export function rollUp(weights: ArrayLike<number>, units: Units, how: 'sum' | 'mean'): Float32Array {
  const joined = new Float32Array(units.count);
  const tokens = new Uint32Array(units.count);
  for (let token = 0; token < units.ofToken.length; token++) {
    const unit = units.ofToken[token] ?? 0;
    joined[unit] = (joined[unit] ?? 0) + (weights[token] ?? 0);
    tokens[unit] = (tokens[unit] ?? 0) + 1;
  }
  if (how === 'mean') {
    for (let unit = 0; unit < joined.length; unit++) {
      joined[unit] = (joined[unit] ?? 0) / Math.max(1, tokens[unit] ?? 0);
    }
  }
  return joined;
}

/** Indices of the `count` largest values above 0, largest first; of equals the earlier. */
export function largest(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: values.length }, (_, index) => index)
    .filter((index) => (values[index] ?? 0) > 0)
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
    .slice(0, Math.max(0, count));
}
