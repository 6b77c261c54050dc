/** A character that bytes `[start, end)` stand for. */
export interface DecodedCharacter {
  readonly character: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The characters of UTF-8 bytes, with the bytes of each. What is no UTF-8 becomes U+FFFD, once for each longest begin of a
 * character (Unicode Standard, section 3.9, and `String::from_utf8_lossy` of Rust).
 */
export function utf8Characters(bytes: readonly number[]): DecodedCharacter[] {
  const found: DecodedCharacter[] = [];
  for (let start = 0; start < bytes.length;) {
    const lead = bytes[start] ?? 0;
    const length = lengthOf(lead);
    let codePoint = length === 1 ? lead : lead & (0x7f >> length);
    let end = start + 1;
    for (; end < start + length && continues(lead, end - start, bytes[end]); end++)
      codePoint = (codePoint << 6) | ((bytes[end] ?? 0) & 0x3f);
    const isWhole = length > 0 && end === start + length;
    found.push({ character: isWhole ? String.fromCodePoint(codePoint) : '\ufffd', start, end });
    start = end;
  }
  return found;
}

/** Whether all bytes are UTF-8. */
export function isUtf8(bytes: readonly number[]): boolean {
  return utf8Characters(bytes).every(
    // U+FFFD itself has three bytes, as a broken begin of a character of four bytes may have.
    ({ character, start, end }) => character !== '\ufffd' || (end - start === 3 && bytes[start] === 0xef),
  );
}

/** The bytes of a character by its first one; 0 where none begins so. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Whether a byte may stand at `index` of a character; of the second byte it depends on the first. */
function continues(lead: number, index: number, byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const low = index > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = index > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= low && byte <= high;
}
