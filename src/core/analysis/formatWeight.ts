/** A weight to three decimals; what would read as 0 but is not says so. */
export function formatWeight(weight: number): string {
  return weight > 0 && weight < 0.0005 ? '<0.001' : weight.toFixed(3);
}
