/**
 * The alphabet of byte-level tokenizers (Radford et al. 2019; openai/gpt-2, encoder.py): each byte as a visible
 * character, the printable ones of Latin-1 as themselves, the others in turn from U+0100 on.
 */
const characters = Array.from({ length: 256 }, () => '');
const bytes = new Map<string, number>();

for (let byte = 0, other = 0x100; byte < 256; byte++) {
  const isPrintable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  const character = String.fromCharCode(isPrintable ? byte : other++);
  characters[byte] = character;
  bytes.set(character, byte);
}

/** The character that stands for a byte. */
export function characterOfByte(byte: number): string {
  return characters[byte] ?? '';
}

/** The byte that a character of the alphabet stands for. */
export function byteOfCharacter(character: string): number | undefined {
  return bytes.get(character);
}

/** The UTF-8 bytes of a character, as the alphabet has them. */
export function byteCharacters(codePoint: number): string {
  return utf8Bytes(codePoint).map(characterOfByte).join('');
}

/** The UTF-8 encoding of a code point (RFC 3629). */
export function utf8Bytes(codePoint: number): number[] {
  if (codePoint < 0x80) return [codePoint];
  const last = 0x80 | (codePoint & 0x3f);
  if (codePoint < 0x800) return [0xc0 | (codePoint >> 6), last];
  const third = 0x80 | ((codePoint >> 6) & 0x3f);
  if (codePoint < 0x10000) return [0xe0 | (codePoint >> 12), third, last];
  return [0xf0 | (codePoint >> 18), 0x80 | ((codePoint >> 12) & 0x3f), third, last];
}
