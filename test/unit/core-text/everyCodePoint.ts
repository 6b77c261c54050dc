/** Every code point of the planes that have characters and some of the others, in texts of `around` for each. */
export function* everyCodePoint(around: (character: string) => string): Generator<string> {
  const ranges = [
    [0, 0x35000],
    [0x40000, 0x40400],
    [0xdfc00, 0xe2000],
    [0xeff00, 0xf0400],
    [0x10ff00, 0x110000],
  ] as const;
  for (const [from, to] of ranges)
    for (let start = from; start < to; start += 512) {
      let text = '';
      for (let code = start; code < Math.min(start + 512, to); code++)
        if (code < 0xd800 || code > 0xdfff) text += around(String.fromCodePoint(code));
      yield text;
    }
}
