const limit = 0x110000;

/** A set of code points. Immutable. */
export class CodePointSet {
  /** @param borders begin of each run of members, then its end (exclusive), strictly ascending */
  private constructor(readonly borders: readonly number[]) {}

  static readonly empty = new CodePointSet([]);
  static readonly all = new CodePointSet([0, limit]);

  /** From `first` to `last`, both in it. */
  static range(first: number, last = first): CodePointSet {
    return new CodePointSet([first, last + 1]);
  }

  /** Strictly ascending borders as `borders` has them. */
  static fromBorders(borders: readonly number[]): CodePointSet {
    return new CodePointSet(borders);
  }

  static union(sets: readonly CodePointSet[]): CodePointSet {
    if (sets.length <= 1) return sets[0] ?? CodePointSet.empty;
    const runs: [number, number][] = [];
    for (const { borders } of sets)
      for (let index = 0; index < borders.length; index += 2)
        runs.push([borders[index] ?? 0, borders[index + 1] ?? 0]);
    runs.sort((a, b) => a[0] - b[0]);
    const joined: number[] = [];
    for (const [start, end] of runs) {
      const last = joined.length - 1;
      if (last < 0 || start > (joined[last] ?? 0)) joined.push(start, end);
      else joined[last] = Math.max(joined[last] ?? 0, end);
    }
    return new CodePointSet(joined);
  }

  complement(): CodePointSet {
    const { borders } = this;
    const from = borders[0] === 0 ? 1 : 0;
    const to = borders.at(-1) === limit ? borders.length - 1 : borders.length;
    const inner = borders.slice(from, to);
    return new CodePointSet([
      ...(from === 0 ? [0] : []),
      ...inner,
      ...(to === borders.length ? [limit] : []),
    ]);
  }

  intersect(other: CodePointSet): CodePointSet {
    return CodePointSet.union([this.complement(), other.complement()]).complement();
  }

  has(codePoint: number): boolean {
    let from = 0;
    let to = this.borders.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.borders[middle] ?? 0) <= codePoint) from = middle + 1;
      else to = middle;
    }
    return from % 2 === 1;
  }

  get size(): number {
    let size = 0;
    this.borders.forEach((border, index) => (size += index % 2 === 0 ? -border : border));
    return size;
  }

  /** The members of a small set. */
  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.borders.length; index += 2)
      for (let code = this.borders[index] ?? 0; code < (this.borders[index + 1] ?? 0); code++) yield code;
  }

  /** The set as a class of a JavaScript regular expression with the flag `u`. */
  toClass(): string {
    const complement = this.complement();
    return complement.borders.length < this.borders.length
      ? `[^${complement.classRanges()}]`
      : `[${this.classRanges()}]`;
  }

  private classRanges(): string {
    let text = '';
    for (let index = 0; index < this.borders.length; index += 2) {
      const first = this.borders[index] ?? 0;
      const last = (this.borders[index + 1] ?? 0) - 1;
      text += escaped(first) + (last > first ? (last > first + 1 ? '-' : '') + escaped(last) : '');
    }
    return text;
  }
}

/** A code point as a literal of a JavaScript regular expression with the flag `u`. */
export function escaped(codePoint: number): string {
  return `\\u{${codePoint.toString(16)}}`;
}
