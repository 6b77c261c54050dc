import { byteOfCharacter, utf8Bytes } from '../byteAlphabet';
import type { Decoder } from './decoder';
import { SourcedText } from './sourcedText';
import { utf8Characters } from './utf8Characters';

/** Reads pieces in the alphabet of byte-level tokenizers as UTF-8. */
export class ByteLevelDecoder implements Decoder {
  decode(pieces: readonly SourcedText[]): SourcedText[] {
    const bytes: number[] = [];
    const firsts: number[] = [];
    const nexts: number[] = [];
    for (const piece of pieces) {
      let at = 0;
      // A piece with a character that is not of the alphabet, such as an added token, is taken as it stands.
      const isSpelled = Array.from(piece.text).every((character) => byteOfCharacter(character) !== undefined);
      for (const character of piece.text) {
        const own = isSpelled ? [byteOfCharacter(character) ?? 0] : utf8Bytes(character.codePointAt(0) ?? 0);
        for (const byte of own) {
          bytes.push(byte);
          firsts.push(piece.firsts[at] ?? 0);
          nexts.push(piece.nexts[at] ?? 0);
        }
        at += character.length;
      }
    }
    const characters = utf8Characters(bytes).map(({ character, start, end }) =>
      SourcedText.ofRange(character, firsts.slice(start, end), nexts.slice(start, end)),
    );
    return [SourcedText.join(characters)];
  }
}
