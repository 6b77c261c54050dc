import type { Readable } from 'node:stream';

/** The last of what a worker printed. */
export class Printed {
  text = '';

  constructor(...streams: readonly (Readable | null)[]) {
    for (const stream of streams) {
      stream?.on('data', (part: Buffer) => {
        this.text = (this.text + part.toString()).slice(-2_000);
      });
    }
  }
}
