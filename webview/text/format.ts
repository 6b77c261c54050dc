/** An error in the form 1.2e-6. */
export function formatError(error: number): string {
  return error === 0 ? '0' : error.toExponential(1);
}
