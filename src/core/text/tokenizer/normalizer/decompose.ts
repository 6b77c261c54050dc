import type { AlignedText, Change } from '../alignedText';
import { decomposes, decomposesCompatibly, isCombining } from '../characters';

/** Canonical (NFD) or compatibility decomposition (NFKD). */
export type Decomposition = 'NFD' | 'NFKD';

/**
 * Decomposition (Unicode Standard Annex 15) of the characters that the Rust package takes apart: those of Unicode 9. Of
 * what becomes of one character the first stands for it, the others are put in; combining marks are in canonical order
 * and take that with them.
 */
export function decompositions(text: string, form: Decomposition): Change[] {
  const changes: Change[] = [];
  const marks: Change[] = [];
  for (const character of text) {
    const parts = decomposed(character, form);
    let step = 0;
    for (const part of parts) {
      if (isCombining(part.codePointAt(0) ?? 0)) marks.push({ character: part, step });
      else {
        flush(marks, changes);
        changes.push({ character: part, step });
      }
      step = 1;
    }
  }
  flush(marks, changes);
  return changes;
}

/** Canonical decomposition with alignment. */
export function decompose(text: AlignedText, form: Decomposition): AlignedText {
  // Nothing below U+00A0 decomposes or combines.
  return /[^\0-\x9f]/.test(text.text) ? text.transform(decompositions(text.text, form)) : text;
}

function decomposed(character: string, form: Decomposition): Iterable<string> {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0xa0) return [character];
  if (form === 'NFKD' && decomposesCompatibly(codePoint)) return character.normalize('NFKD');
  return decomposes(codePoint) ? character.normalize('NFD') : [character];
}

/** Moves marks in a row over, in the order of their combining classes. */
function flush(marks: Change[], changes: Change[]): void {
  if (marks.length > 1) marks.sort((a, b) => compareClasses(a.character, b.character));
  changes.push(...marks);
  marks.length = 0;
}

/** Negative where the combining class of `a` is the lower one, 0 for equal ones: canonical order tells. */
export function compareClasses(a: string, b: string): number {
  if (a === b) return 0;
  if ((b + a).normalize('NFD') !== b + a) return -1;
  return (a + b).normalize('NFD') !== a + b ? 1 : 0;
}
