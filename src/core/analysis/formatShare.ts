/** A share, such as a probability, in per cent; what would read as 0 but is not says so. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1%';
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
}
