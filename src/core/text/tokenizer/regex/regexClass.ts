import { unsupported } from '../fault';
import { whiteSpace, wordCharacters } from './characterClasses';
import { CodePointSet } from './codePointSet';
import type { PatternReader } from './patternReader';
import { unicodeProperty } from './unicodeProperties';

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 };

/** Classes inside each other. */
const deepest = 20;

/** Reads what stands for one character in a regular expression of Oniguruma: a literal, an escape, a class. */
export class RegexClassParser {
  private depth = 0;

  constructor(private readonly reader: PatternReader) {}

  setOrCharacter(): CodePointSet {
    if (this.reader.take('[')) return this.class();
    if (this.reader.take('\\')) return this.escape();
    return CodePointSet.range(this.reader.next());
  }

  /** After its `[`. */
  private class(): CodePointSet {
    const { reader } = this;
    const negated = reader.take('^');
    if (++this.depth > deepest) throw this.refuse('too many classes in classes');
    const operands: CodePointSet[] = [];
    let sets: CodePointSet[] = [];
    for (let first = true; first || !reader.sees(']'); first = false) {
      if (reader.atEnd) throw this.refuse('a class without its ]');
      if (reader.sees('[:')) throw this.refuse('a POSIX class');
      if (reader.take('&&')) {
        operands.push(CodePointSet.union(sets));
        sets = [];
      } else sets.push(this.member());
    }
    reader.next();
    this.depth--;
    const set = [...operands, CodePointSet.union(sets)].reduce((left, right) => left.intersect(right));
    return negated ? set.complement() : set;
  }

  /** A set, or a range between two characters. */
  private member(): CodePointSet {
    const { reader } = this;
    if (reader.take('\\b')) return CodePointSet.range(8);
    const set = this.setOrCharacter();
    if (set.size !== 1 || !reader.sees('-') || reader.sees('-]')) return set;
    reader.next();
    if (reader.sees('[')) return CodePointSet.union([set, CodePointSet.range(0x2d)]);
    const end = this.setOrCharacter();
    const [from = 0] = set;
    const [to = 0] = end;
    if (end.size !== 1 || to < from) throw this.refuse('a range without an end');
    return CodePointSet.range(from, to);
  }

  /** After its backslash. */
  private escape(): CodePointSet {
    const { reader } = this;
    const property = reader.match(/[pP]\{\^?[\w\s-]+\}/y);
    if (property !== undefined) return this.property(property);
    const hexadecimal = reader.match(/x\{[\da-fA-F]{1,8}\}|x[\da-fA-F]{2}|u[\da-fA-F]{4}/y);
    if (hexadecimal !== undefined)
      return CodePointSet.range(parseInt(hexadecimal.replace(/[xu{}]/g, ''), 16));
    if (reader.match(/0(?!\d)/y) !== undefined) return CodePointSet.range(0);
    const letter = reader.match(/[A-Za-z\d]/y);
    // The escaped end of the pattern has no set either.
    if (letter === undefined && !reader.atEnd) return CodePointSet.range(reader.next());
    const control = controls[letter ?? ''];
    if (control !== undefined) return CodePointSet.range(control);
    const set = shorthand(letter?.toLowerCase());
    if (!set) throw this.refuse(`the escape \\${letter ?? ''}`);
    return letter === letter?.toLowerCase() ? set : set.complement();
  }

  private property(text: string): CodePointSet {
    const set = unicodeProperty(text.slice(text.includes('^') ? 3 : 2, -1));
    if (!set) throw this.refuse(`the unknown property \\${text}`);
    return text.startsWith('P') !== text.includes('^') ? set.complement() : set;
  }

  private refuse(what: string): Error {
    return unsupported(`the regular expression ${this.reader.pattern} has ${what}`);
  }
}

function shorthand(letter: string | undefined): CodePointSet | undefined {
  switch (letter) {
    case 'd':
      return unicodeProperty('Nd');
    case 'w':
      return wordCharacters();
    case 's':
      return whiteSpace;
    case 'h':
      return CodePointSet.fromBorders([0x30, 0x3a, 0x41, 0x47, 0x61, 0x67]);
    default:
      return undefined;
  }
}
