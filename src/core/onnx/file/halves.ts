/** The number that an IEEE 754 binary16 bit pattern stands for. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let table: Float32Array | undefined;

/** Halves by their bit patterns as float32, which holds them all. */
export function halvesToFloats(bits: Uint16Array): Float32Array {
  // 256 kB, made once: a look-up each is several times as fast.
  table ??= Float32Array.from({ length: 0x10000 }, (_, pattern) => halfToNumber(pattern));
  const floats = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) floats[index] = table[bits[index] ?? 0] ?? 0;
  return floats;
}
