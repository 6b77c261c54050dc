import { utf8Bytes } from '../byteAlphabet';
import { invalid } from '../fault';

/**
 * SentencePiece's `precompiled_charsmap`: the length of a trie in bytes, the trie, and the replacements, each ended by a
 * zero byte. The trie is a double array of 32-bit units (Darts; https://github.com/s-yata/darts-clone): its keys are
 * UTF-8, its values are where in the replacements the key's begins.
 */
export class CharacterMap {
  private readonly known = new Map<string, string | undefined>();
  private readonly decoder = new TextDecoder();

  private constructor(
    private readonly trie: Uint32Array,
    private readonly replacements: Uint8Array,
  ) {}

  static fromBase64(text: string): CharacterMap {
    const bytes = bytesOfBase64(text);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = bytes.length < 4 ? Infinity : view.getUint32(0, true);
    if (length < 4 || 4 + length > bytes.length) throw invalid('the precompiled_charsmap is cut off');
    const trie = Uint32Array.from({ length: length >> 2 }, (_, index) => view.getUint32(4 + index * 4, true));
    return new CharacterMap(trie, bytes.subarray(4 + (length & ~3)));
  }

  /** The replacement of the shortest key that `text` begins with. */
  find(text: string): string | undefined {
    if (this.known.has(text)) return this.known.get(text);
    const at = this.search(text);
    const replacement = at === undefined ? undefined : this.replacementAt(at);
    // Keys have a few bytes and texts few different characters; a bound all the same.
    if (this.known.size >= 20_000) this.known.clear();
    this.known.set(text, replacement);
    return replacement;
  }

  private search(text: string): number | undefined {
    const { trie } = this;
    let node = offsetOf(trie[0] ?? 0);
    for (const character of text)
      for (const byte of utf8Bytes(character.codePointAt(0) ?? 0)) {
        if (byte === 0) return undefined;
        node ^= byte;
        const unit = trie[node] ?? 0;
        if ((unit & 0x800000ff) >>> 0 !== byte) return undefined;
        node ^= offsetOf(unit);
        if ((unit & 0x100) !== 0) return (trie[node] ?? 0) & 0x7fffffff;
      }
    return undefined;
  }

  private replacementAt(start: number): string {
    const end = this.replacements.indexOf(0, start);
    return this.decoder.decode(this.replacements.subarray(start, end < 0 ? undefined : end));
  }
}

/** How far away the children of a unit are. */
function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >> 6);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function bytesOfBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let at = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = alphabet.indexOf(digits.charAt(index));
    if (digit < 0) throw invalid('the precompiled_charsmap is no Base64');
    bits = ((bits << 6) | digit) & 0xffffff;
    // Each digit but the first of four completes a byte.
    if (index % 4 > 0) bytes[at++] = bits >> (6 - 2 * (index % 4));
  }
  return bytes;
}
