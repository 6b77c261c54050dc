/** Reading protobuf's wire format by hand: https://protobuf.dev/programming-guides/encoding */
import type { ByteRange } from '../graph/model';

/** Bytes that are no protobuf message, or the beginning of one; or a message of more parts than is read here. */
export class WireError extends Error {
  constructor(readonly kind: 'truncated' | 'malformed' | 'excessive') {
    super(kind);
    this.name = 'WireError';
  }
}

/** What a field's tag says besides its number. Groups (3, 4) are not used by onnx.proto. */
export const WireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Fields and list entries that are read of one file. A field of two bytes becomes an object of some hundred, so that a
 * file of nothing but such fields would take many times its size; a graph of 80,000 nodes has about as many.
 */
const mostParts = 2_000_000;

/** What is left to read of a file; shared by all readers of it. */
export class WireBudget {
  #left = mostParts;

  /** @throws WireError `excessive` where nothing is left */
  spend(): void {
    if (--this.#left < 0) throw new WireError('excessive');
  }
}

const utf8 = new TextDecoder();

/**
 * A cursor over one message. Nothing is copied: nested messages and long values are ranges of the same bytes, which
 * is what lets a model of 440 MB be read in some 10 ms.
 */
export class WireReader {
  private at: number;
  private readonly end: number;
  field = 0;
  wireType = 0;

  constructor(
    readonly bytes: Uint8Array,
    /** Where the message lies. */
    readonly whole: ByteRange = { offset: 0, length: bytes.length },
    private readonly budget = new WireBudget(),
  ) {
    this.at = whole.offset;
    this.end = whole.offset + whole.length;
  }

  /** Steps to the next field; false at the end of the message. @throws WireError */
  next(): boolean {
    if (this.at >= this.end) return false;
    this.budget.spend();
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    // Numbers go to 2^29 - 1; negative ones come from overlong varints.
    if (!(tag > 7 && tag < 2 ** 32)) throw new WireError('malformed');
    return true;
  }

  /** A varint as a signed 64-bit number; beyond 2^53 the nearest that a number can be. */
  varint(): number {
    const { low, high } = this.words();
    return (high | 0) * 2 ** 32 + low;
  }

  /** A varint as an exact signed 64-bit integer. */
  bigVarint(): bigint {
    const { low, high } = this.words();
    return (BigInt(high | 0) << 32n) | BigInt(low);
  }

  float(): number {
    if (this.end - this.at < 4) throw new WireError('truncated');
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 4).getFloat32(0, true);
    this.at += 4;
    return value;
  }

  /** The payload of a length-delimited field. */
  range(): ByteRange {
    if (this.wireType !== WireType.bytes) throw new WireError('malformed');
    const length = this.varint();
    if (length < 0) throw new WireError('malformed');
    if (length > this.end - this.at) throw new WireError('truncated');
    const offset = this.at;
    this.at += length;
    return { offset, length };
  }

  string(): string {
    return decodeString(this.bytes, this.range());
  }

  /** A reader of the nested message in a length-delimited field. */
  message(): WireReader {
    return new WireReader(this.bytes, this.range(), this.budget);
  }

  /** The numbers of a repeated varint field, written packed or one by one. */
  varints(into: number[]): void {
    if (this.wireType === WireType.varint) into.push(this.varint());
    else for (const packed = this.message(); packed.entry();) into.push(packed.varint());
  }

  /** The same as integers; those beyond `most` are passed over. */
  bigVarints(into: bigint[], most: number): void {
    if (this.wireType === WireType.varint) {
      if (into.length < most) into.push(this.bigVarint());
      else this.skip();
    } else
      for (const packed = this.message(); into.length < most && packed.entry();)
        into.push(packed.bigVarint());
  }

  floats(into: number[]): void {
    if (this.wireType === WireType.fixed32) into.push(this.float());
    else for (const packed = this.message(); packed.entry();) into.push(packed.float());
  }

  /** Whether a packed list goes on. @throws WireError */
  private entry(): boolean {
    if (!this.more()) return false;
    this.budget.spend();
    return true;
  }

  /** Where in the bytes the cursor stands. */
  get position(): number {
    return this.at;
  }

  /** Whether bytes are left. */
  more(): boolean {
    return this.at < this.end;
  }

  skip(): void {
    switch (this.wireType) {
      case WireType.varint:
        this.words();
        break;
      case WireType.fixed64:
        this.advance(8);
        break;
      case WireType.bytes:
        this.range();
        break;
      case WireType.fixed32:
        this.advance(4);
        break;
      default:
        throw new WireError('malformed');
    }
  }

  private advance(count: number): void {
    if (this.end - this.at < count) throw new WireError('truncated');
    this.at += count;
  }

  private words(): { low: number; high: number } {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) throw new WireError('truncated');
      const byte = this.bytes[this.at++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= (bits << 28) >>> 0;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return { low: low >>> 0, high: high >>> 0 };
    }
    throw new WireError('malformed');
  }
}

/** The text of a range. Most names are short and ASCII, where this is quicker than a TextDecoder, and a view on shared memory, which a TextDecoder may refuse, does no harm. */
export function decodeString(bytes: Uint8Array, { offset, length }: ByteRange): string {
  if (length <= 128) {
    let text = '';
    let at = offset;
    for (const end = offset + length; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80) break;
      text += String.fromCharCode(byte);
    }
    if (at === offset + length) return text;
  }
  return utf8.decode(bytes.slice(offset, offset + length));
}
