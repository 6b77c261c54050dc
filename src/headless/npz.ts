import { open, rename, rm } from 'node:fs/promises';
import { HeadlightError } from '../core/errors';
import { npyHeader } from './npy';
import { StoredZip } from './storedZip';

export interface NamedArray {
  readonly name: string;
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/**
 * Writes float32 arrays as `numpy.load` reads them: a zip of `.npy` files. One array is in memory at a time; a file that
 * could not be finished does not stay.
 * @param path where to
 * @param shown the path in messages
 * @throws HeadlightError `file-unwritable`
 */
export async function writeNpz(
  path: string,
  shown: string,
  arrays: AsyncIterable<NamedArray>,
): Promise<void> {
  const part = `${path}.part`;
  try {
    const file = await open(part, 'w');
    try {
      const zip = new StoredZip((bytes) => file.writeFile(bytes));
      for await (const { name, data, shape } of arrays) {
        const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        await zip.add(`${name}.npy`, [npyHeader(shape), bytes]);
      }
      await zip.end();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (thrown) {
    await rm(part, { force: true });
    if (!(thrown instanceof Error) || !('syscall' in thrown)) throw thrown;
    throw new HeadlightError('file-unwritable', { path: shown, reason: thrown.message }, { cause: thrown });
  }
}
