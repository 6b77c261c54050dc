import { whiteSpace, wordCharacters } from './characterClasses';
import { CodePointSet } from './codePointSet';
import { category, unionOfCategories } from './generalCategories';

/**
 * Unicode properties as the Rust package's regular expressions know them. General categories come from a table of our
 * own, so that the same text gives the same tokens in every JavaScript engine, whatever its Unicode version; scripts and
 * rarer properties are the engine's.
 */

/** Long names of general categories, without underscores and in lower case. */
const longNames: Readonly<Record<string, string>> = {
  letter: 'L',
  casedletter: 'LC',
  uppercaseletter: 'Lu',
  lowercaseletter: 'Ll',
  titlecaseletter: 'Lt',
  modifierletter: 'Lm',
  otherletter: 'Lo',
  mark: 'M',
  nonspacingmark: 'Mn',
  spacingmark: 'Mc',
  enclosingmark: 'Me',
  number: 'N',
  decimalnumber: 'Nd',
  digit: 'Nd',
  letternumber: 'Nl',
  othernumber: 'No',
  punctuation: 'P',
  connectorpunctuation: 'Pc',
  dashpunctuation: 'Pd',
  openpunctuation: 'Ps',
  closepunctuation: 'Pe',
  initialpunctuation: 'Pi',
  finalpunctuation: 'Pf',
  otherpunctuation: 'Po',
  symbol: 'S',
  mathsymbol: 'Sm',
  currencysymbol: 'Sc',
  modifiersymbol: 'Sk',
  othersymbol: 'So',
  separator: 'Z',
  spaceseparator: 'Zs',
  lineseparator: 'Zl',
  paragraphseparator: 'Zp',
  other: 'C',
  control: 'Cc',
  cntrl: 'Cc',
  format: 'Cf',
  privateuse: 'Co',
  unassigned: 'Cn',
};

const cache = new Map<string, CodePointSet>();

/** The set of `\p{name}`; undefined where nobody knows the name. */
export function unicodeProperty(name: string): CodePointSet | undefined {
  const known = cache.get(name);
  if (known) return known;
  const plain = name.replace(/[\s_-]/g, '').toLowerCase();
  const short = longNames[plain] ?? (plain.length <= 2 ? plain.charAt(0).toUpperCase() + plain.slice(1) : '');
  const found = special(plain) ?? category(short === 'Lc' ? 'LC' : short) ?? ofEngine(name);
  if (found) cache.set(name, found);
  return found;
}

function special(plain: string): CodePointSet | undefined {
  switch (plain) {
    case 'any':
      return CodePointSet.all;
    case 'assigned':
      return unionOfCategories('Cn').complement();
    case 'whitespace':
    case 'space':
      return whiteSpace;
    case 'word':
      return wordCharacters();
    default:
      return undefined;
  }
}

/** What the JavaScript engine knows as a script or a binary property. One pass over all code points, some 30 ms. */
function ofEngine(name: string): CodePointSet | undefined {
  const property = name
    .trim()
    .replace(/(^|_)([a-z])/g, (_, bar: string, letter: string) => bar + letter.toUpperCase());
  for (const expression of [`Script=${property}`, property]) {
    let pattern: RegExp;
    try {
      pattern = new RegExp(`\\p{${expression}}`, 'u');
    } catch {
      continue;
    }
    const borders: number[] = [];
    let inside = false;
    for (let code = 0; code <= 0x110000; code++) {
      if ((code < 0x110000 && pattern.test(String.fromCodePoint(code))) === inside) continue;
      borders.push(code);
      inside = !inside;
    }
    return CodePointSet.fromBorders(borders);
  }
  return undefined;
}
