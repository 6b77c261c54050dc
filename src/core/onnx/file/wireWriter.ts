import type { ByteRange } from '../graph/model';

const utf8 = new TextEncoder();

/** Writes protobuf's wire format: fields in the order of the calls, messages as byte arrays made before. */
export class WireWriter {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  varint(field: number, value: number): this {
    this.tag(field, 0);
    this.number(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.message(field, utf8.encode(value));
  }

  /** A length-delimited field: a nested message or bytes. */
  message(field: number, bytes: Uint8Array): this {
    this.tag(field, 2);
    this.number(bytes.length);
    return this.raw(bytes);
  }

  /** Bytes as they stand: whole fields of another message. */
  raw(bytes: Uint8Array): this {
    this.parts.push(bytes);
    this.length += bytes.length;
    return this;
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  private tag(field: number, wireType: number): void {
    this.number(field * 8 + wireType);
  }

  /** A number from 0 to 2^53: nothing else is written here. */
  private number(value: number): void {
    const bytes: number[] = [];
    for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
    bytes.push(value);
    this.raw(Uint8Array.from(bytes));
  }
}

/** The bytes of a range, without a copy; bytes that are at hand already stay what they are. */
export function bytesOf(bytes: Uint8Array, range: ByteRange | Uint8Array): Uint8Array {
  return range instanceof Uint8Array ? range : bytes.subarray(range.offset, range.offset + range.length);
}
