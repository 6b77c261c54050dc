import { HeadlightError } from '../../core/errors';
import type { DiskFile } from '../../protocol/models';

/** The files of a graph that an engine reads by itself. */
export interface GraphOnDisk {
  readonly folder: string;
  /** The name of the ONNX file there. */
  readonly file: string;
  /** Names of the external weight files that are there and not read. */
  readonly external: readonly string[];
}

/** Node reads at most 2 GiB at once. */
const part = 2 ** 30;

/** Reads a whole file; `path` is for messages. In Node only. @throws HeadlightError `file-unreadable` */
export async function readDisk({ disk }: DiskFile, path: string): Promise<Uint8Array> {
  const { open } = await import('node:fs/promises');
  try {
    const file = await open(disk);
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(size);
      let at = 0;
      while (at < size) {
        const { bytesRead } = await file.read(bytes, at, Math.min(part, size - at), at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return at === size ? bytes : bytes.subarray(0, at);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new HeadlightError('file-unreadable', { path }, { cause });
  }
}

/**
 * Which files of a graph lie in one folder under the names that the graph gives them, links resolved: ONNX Runtime reads
 * no file from outside the model's folder. `undefined` where the graph itself is not on the disk.
 */
export async function sameFolder(
  onnx: ArrayBuffer | DiskFile,
  external: Readonly<Record<string, ArrayBuffer | DiskFile>>,
): Promise<GraphOnDisk | undefined> {
  if (!('disk' in onnx)) return undefined;
  const { realpath } = await import('node:fs/promises');
  const path = await import('node:path');
  const real = async (file: DiskFile): Promise<string | undefined> => realpath(file.disk).catch(() => undefined);
  const graph = await real(onnx);
  if (graph === undefined) return undefined;
  const folder = path.dirname(graph);
  const there: string[] = [];
  for (const [name, file] of Object.entries(external)) {
    if ('disk' in file && (await real(file)) === path.join(folder, name)) there.push(name);
  }
  return { folder, file: path.basename(graph), external: there };
}
