import type { AlignedText, Change } from '../alignedText';
import { utf8Bytes } from '../byteAlphabet';
import { segments } from '../../segments';
import { CharacterMap } from './characterMap';
import type { Normalizer } from './normalizer';

/** Graphemes of fewer UTF-8 bytes than this are looked up whole. */
const longestGrapheme = 6;

/**
 * The normaliser that SentencePiece compiles into its models (`precompiled_charsmap`; Kudo and Richardson 2018), as the
 * Rust package runs it: a short grapheme is looked up whole, where the shortest rule that matches its begin replaces all
 * of it; else each of its characters alone.
 */
export class Precompiled implements Normalizer {
  private readonly map: CharacterMap;

  constructor(characterMap: string) {
    this.map = CharacterMap.fromBase64(characterMap);
  }

  normalize(text: AlignedText): AlignedText {
    const changes: Change[] = [];
    let replaced = 0;
    const rewrite = (part: string): boolean => {
      const replacement = this.map.find(part);
      if (replacement === undefined) return false;
      replaced++;
      addReplacement(changes, part, replacement);
      return true;
    };
    for (const { start, end } of segments(text.text, 'grapheme')) {
      const grapheme = text.text.slice(start, end);
      if (isShort(grapheme) && rewrite(grapheme)) continue;
      for (const character of grapheme) if (!rewrite(character)) changes.push({ character, step: 0 });
    }
    return replaced > 0 ? text.transform(changes) : text;
  }
}

function isShort(grapheme: string): boolean {
  if (grapheme.length >= longestGrapheme) return false;
  let bytes = 0;
  for (const character of grapheme) bytes += utf8Bytes(character.codePointAt(0) ?? 0).length;
  return bytes < longestGrapheme;
}

/**
 * As in the Rust package: characters stand for each other one by one; more of them are put in at the end, and what is
 * left over goes to the last one that stands there. Nothing can take what is left out at the very begin of a text, so
 * that all ranges after it are early by as much.
 */
function addReplacement(changes: Change[], part: string, replacement: string): void {
  const given = Array.from(part).length;
  const characters = Array.from(replacement);
  characters.forEach((character, index) => changes.push({ character, step: index < given ? 0 : 1 }));
  const last = changes.at(-1);
  if (characters.length < given && last)
    changes[changes.length - 1] = { character: last.character, step: last.step + characters.length - given };
}
