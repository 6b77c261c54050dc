import { CodePointSet } from './codePointSet';

/** The set with all that is the same without regard to case; undefined for a large one, such as a category. */
export function foldCase(set: CodePointSet): CodePointSet | undefined {
  if (set.size > 256) return undefined;
  return CodePointSet.union([
    set,
    ...[...set].flatMap((codePoint) => caseVariants(codePoint).map((each) => CodePointSet.range(each))),
  ]);
}

/** The other characters that are the same without regard to case. */
function caseVariants(codePoint: number): number[] {
  const character = String.fromCodePoint(codePoint);
  const lower = character.toLowerCase();
  const variants = [lower, lower.toUpperCase(), character.toUpperCase()];
  // The two signs that fold to ASCII letters: long s and Kelvin.
  if (lower === 's' || lower === 'ſ') variants.push('s', 'S', 'ſ');
  if (lower === 'k') variants.push('\u212a');
  return variants.flatMap((each) => {
    const [first = '', ...further] = Array.from(each);
    return further.length === 0 ? [first.codePointAt(0) ?? codePoint] : [];
  });
}
