import { utf8Bytes } from '../byteAlphabet';

/** The ids of the pieces `<0x00>` to `<0xFF>` that spell a text in UTF-8; undefined where one of them is missing. */
export function byteIds(text: string, vocabulary: ReadonlyMap<string, number>): number[] | undefined {
  const ids: number[] = [];
  for (const character of text)
    for (const byte of utf8Bytes(character.codePointAt(0) ?? 0)) {
      const id = vocabulary.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
      if (id === undefined) return undefined;
      ids.push(id);
    }
  return ids;
}
