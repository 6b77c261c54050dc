/** Calls until the result fits, and returns it; for what the DOM has no event for. */
export async function eventually<T>(
  get: () => Promise<T>,
  fits: (value: T) => boolean,
  seconds = 30,
): Promise<T> {
  const giveUp = Date.now() + seconds * 1000;
  for (;;) {
    const value = await get();
    if (fits(value)) return value;
    if (Date.now() > giveUp)
      throw new Error(`Still not as expected: ${JSON.stringify(value).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
