/** A weight to three decimals; what would read as 0 but is not says so. */
export function formatWeight(weight: number): string {
  return weight > 0 && weight < 0.0005 ? '<0.001' : weight.toFixed(3);
}

export function formatShare(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
}

/** An error in the form 1.2e-6. */
export function formatError(error: number): string {
  return error === 0 ? '0' : error.toExponential(1);
}
