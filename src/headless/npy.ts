/**
 * The header of a `.npy` file, version 1.0, for little-endian float32 in row-major order; the values follow it. It is
 * padded so that they start at a multiple of 64 bytes.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyHeader(shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  const prefix = 10;
  const length = Math.ceil((prefix + description.length + 1) / 64) * 64 - prefix;
  const header = new Uint8Array(prefix + length);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, length & 0xff, length >> 8]);
  header.set(new TextEncoder().encode(`${description.padEnd(length - 1)}\n`), prefix);
  return header;
}
