import { furtherNumbers, furtherWordCharacters } from './categoryTable';
import { CodePointSet } from './codePointSet';
import { unionOfCategories } from './generalCategories';

/** Unicode's White_Space, which no longer changes; JavaScript's own `\s` has U+FEFF and lacks U+0085. */
export const whiteSpace = CodePointSet.fromBorders([
  0x09, 0x0e, 0x20, 0x21, 0x85, 0x86, 0xa0, 0xa1, 0x1680, 0x1681, 0x2000, 0x200b, 0x2028, 0x202a, 0x202f,
  0x2030, 0x205f, 0x2060, 0x3000, 0x3001,
]);

/** `\w` of the Rust crate `regex` (Unicode Technical Standard 18, annex C): also letter-like numbers and joiners. */
export function wordCharactersOfRust(): CodePointSet {
  return CodePointSet.union([unionOfCategories('L', 'M', 'Nd', 'Pc'), setOfRuns(furtherWordCharacters)]);
}

/** `\w` of Oniguruma: the same without joiners, with the numbers of Latin-1. */
export function wordCharacters(): CodePointSet {
  const joiners = CodePointSet.range(0x200c, 0x200d);
  const latinNumbers = CodePointSet.fromBorders([0xb2, 0xb4, 0xb9, 0xba, 0xbc, 0xbf]);
  return CodePointSet.union([wordCharactersOfRust().intersect(joiners.complement()), latinNumbers]);
}

/** `char::is_numeric` of Rust: general category N, of a later version of Unicode. */
export function numbersOfRust(): CodePointSet {
  return CodePointSet.union([unionOfCategories('N'), setOfRuns(furtherNumbers)]);
}

function setOfRuns(table: string): CodePointSet {
  let border = 0;
  return CodePointSet.fromBorders(table.split(' ').map((step) => (border += parseInt(step, 36))));
}
