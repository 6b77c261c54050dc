import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadFiles } from '../protocol/downloadFiles';

/** Downloads in a folder of this machine's disk: a partial file has `.part` behind its name. */
export class NodeDownloads implements DownloadFiles {
  /** @param folder absolute; made when the first file is written */
  constructor(private readonly folder: string) {}

  async partialSize(file: string): Promise<number> {
    try {
      return (await stat(this.#part(file))).size;
    } catch (thrown) {
      if (isMissing(thrown)) return 0;
      throw thrown;
    }
  }

  async write(file: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const part = this.#part(file);
    if (offset === 0) await mkdir(path.dirname(part), { recursive: true });
    // What another window has written further on is left there.
    const handle = await open(part, offset === 0 ? constants.O_RDWR | constants.O_CREAT : constants.O_RDWR);
    try {
      for (let at = 0; at < bytes.length;) {
        at += (await handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
      }
    } finally {
      await handle.close();
    }
  }

  async sha256(file: string): Promise<string> {
    const hash = createHash('sha256');
    // Node hashes on this thread, so pieces are short.
    for await (const piece of createReadStream(this.#part(file), { highWaterMark: 1024 * 1024 })) {
      // SAFETY: a stream without an encoding gives buffers.
      hash.update(piece as Buffer);
    }
    return hash.digest('hex');
  }

  async finish(file: string): Promise<void> {
    await rename(this.#part(file), path.join(this.folder, file));
  }

  async discard(file: string): Promise<void> {
    await rm(this.#part(file), { force: true });
  }

  #part(file: string): string {
    return `${path.join(this.folder, file)}.part`;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
