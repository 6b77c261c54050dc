import { crc32 } from './crc32';

/** Sizes and offsets beyond this need the Zip64 form. */
const largest = 0xffff_ffff;

interface Entry {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Writes a zip file whose entries are stored uncompressed, front to back (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and
 * 4.3.16). Weights are noise to a compressor. Entries and the file are below 4 GB: a `RangeError` beyond.
 */
export class StoredZip {
  readonly #entries: Entry[] = [];
  #offset = 0;

  constructor(private readonly write: (bytes: Uint8Array) => Promise<unknown>) {}

  async add(name: string, parts: readonly Uint8Array[]): Promise<void> {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const entry: Entry = {
      name: new TextEncoder().encode(name),
      crc: parts.reduce((crc, part) => crc32(part, crc), 0),
      size,
      offset: this.#offset,
    };
    if (this.#offset + size > largest) throw new RangeError('a zip file of more than 4 GB');
    this.#entries.push(entry);
    await this.#put(record(0x04034b50, [[2, 20], ...common(entry)], entry.name));
    for (const part of parts) await this.#put(part);
  }

  /** Writes the directory; nothing can be added then. */
  async end(): Promise<void> {
    const start = this.#offset;
    for (const entry of this.#entries) {
      const fields: Field[] = [
        [2, 20],
        [2, 20],
        ...common(entry),
        // Comment, disk, attributes: none.
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, entry.offset],
      ];
      await this.#put(record(0x02014b50, fields, entry.name));
    }
    const count = this.#entries.length;
    const fields: Field[] = [
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, this.#offset - start],
      [4, start],
      [2, 0],
    ];
    await this.#put(record(0x06054b50, fields, new Uint8Array()));
  }

  async #put(bytes: Uint8Array): Promise<void> {
    await this.write(bytes);
    this.#offset += bytes.length;
  }
}

/** A number of 2 or 4 bytes, little-endian. */
type Field = readonly [bytes: 2 | 4, value: number];

/** What an entry says of itself both before its bytes and in the directory. */
function common({ crc, size, name }: Entry): Field[] {
  // Names are UTF-8 (flag 11), stored (method 0), dated 1980-01-01, so that equal weights give equal files.
  return [
    [2, 0x0800],
    [2, 0],
    [2, 0],
    [2, 0x21],
    [4, crc],
    [4, size],
    [4, size],
    [2, name.length],
    [2, 0],
  ];
}

function record(signature: number, fields: readonly Field[], tail: Uint8Array): Uint8Array {
  const all: readonly Field[] = [[4, signature], ...fields];
  const bytes = new Uint8Array(all.reduce((sum, [size]) => sum + size, 0) + tail.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of all) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  bytes.set(tail, at);
  return bytes;
}
