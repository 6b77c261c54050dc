import {
  combining,
  compatible,
  decomposable,
  marks,
  nonspacingMarks,
  other,
  punctuation,
} from './characterTables';

/**
 * Character classes as the Rust package `tokenizers` has them. Its tables come from several Unicode versions, all older
 * than those of today's JavaScript engines, and engines differ too; so the classes are tables of our own, and the same
 * text gives the same tokens everywhere.
 */
class CharacterSet {
  /** Begin of each run of members, then the end of it (exclusive), ascending. */
  private readonly borders: Uint32Array;
  /** One byte for each code unit below U+3000: the texts of most scripts never need the search. */
  private readonly low = new Uint8Array(0x3000);

  /** @param table gaps and lengths of the runs in turn, in base 36, separated by blanks */
  constructor(table: string) {
    let border = 0;
    this.borders = Uint32Array.from(table.split(' '), (step) => (border += parseInt(step, 36)));
    for (let index = 0; index + 1 < this.borders.length; index += 2)
      this.low.fill(1, this.borders[index], this.borders[index + 1]);
  }

  has(codePoint: number): boolean {
    if (codePoint < this.low.length) return this.low[codePoint] === 1;
    let from = 0;
    let to = this.borders.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.borders[middle] ?? 0) <= codePoint) from = middle + 1;
      else to = middle;
    }
    return from % 2 === 1;
  }
}

const sets = {
  other: new CharacterSet(other),
  punctuation: new CharacterSet(punctuation),
  nonspacingMarks: new CharacterSet(nonspacingMarks),
  marks: new CharacterSet(marks),
  compatible: new CharacterSet(compatible),
  decomposable: new CharacterSet(decomposable),
  combining: new CharacterSet(combining),
};

/** Control, format and private use characters. */
export function isOther(codePoint: number): boolean {
  return sets.other.has(codePoint);
}

/** Punctuation in BERT's sense: Unicode's and every ASCII symbol. */
export function isPunctuation(codePoint: number): boolean {
  return sets.punctuation.has(codePoint);
}

/** General category Mn. */
export function isNonspacingMark(codePoint: number): boolean {
  return sets.nonspacingMarks.has(codePoint);
}

/** General category M. */
export function isMark(codePoint: number): boolean {
  return sets.marks.has(codePoint);
}

/** Whether the character has a compatibility decomposition that is not its canonical one. */
export function decomposesCompatibly(codePoint: number): boolean {
  return sets.compatible.has(codePoint);
}

/** Whether the character has a canonical decomposition. */
export function decomposes(codePoint: number): boolean {
  return sets.decomposable.has(codePoint);
}

/** Whether the character's canonical combining class is not 0. */
export function isCombining(codePoint: number): boolean {
  return sets.combining.has(codePoint);
}

/** Unicode's property White_Space, which no longer changes. */
export function isWhitespace(codePoint: number): boolean {
  return (
    codePoint === 0x20 ||
    (codePoint >= 0x09 && codePoint <= 0x0d) ||
    (codePoint >= 0x85 && /\p{White_Space}/u.test(String.fromCodePoint(codePoint)))
  );
}
