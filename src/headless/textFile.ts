import { readFile, stat } from 'node:fs/promises';
import { HeadlightError } from '../core/errors';
import { looksBinary } from '../core/text/looksBinary';

/** What editors take for a large file, in MB. */
const limit = 20;
const megabyte = 2 ** 20;

/**
 * Reads a text in UTF-8. A byte order mark stays in it, as one unit, so that spans are ranges in the file's own text.
 * @param path where it lies
 * @param shown the path in messages
 * @throws HeadlightError `file-…`, `text-binary`
 */
export async function readTextFile(path: string, shown: string): Promise<string> {
  const bytes = await readBytes(path, shown);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (looksBinary(text)) throw new HeadlightError('text-binary');
  if (text.trim() === '') throw new HeadlightError('file-empty', { path: shown });
  return text;
}

async function readBytes(path: string, shown: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new HeadlightError('file-is-folder', { path: shown });
    const size = Math.ceil(found.size / megabyte);
    if (size > limit) throw new HeadlightError('file-too-large', { path: shown, size, limit });
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof HeadlightError) throw thrown;
    const gone = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new HeadlightError(gone ? 'file-missing' : 'file-unreadable', { path: shown }, { cause: thrown });
  }
}
