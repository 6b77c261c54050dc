import type { Span } from '../span';

/** Units of a rewritten text: a rule that doubles a text again and again would fill the memory. */
const longest = 2 ** 22;

/** One character of a rewritten text, and how it came about. */
export interface Change {
  readonly character: string;
  /**
   * 1: put in, and aligned with the last character that was consumed. 0: stands for the next character of the text.
   * -n: stands for the next character and n more after it.
   */
  readonly step: number;
}

/**
 * A text on its way through the tokenizer: its present form, and for each UTF-16 unit of it the range of the original
 * text that it came from. A slice shares the alignment with the text that it was cut from.
 */
export class AlignedText {
  constructor(
    readonly text: string,
    private readonly starts: Int32Array,
    private readonly ends: Int32Array,
    private readonly at = 0,
  ) {}

  /** The original, each character aligned with itself. A lone surrogate reads as U+FFFD, as in any UTF-8 tokenizer. */
  static of(original: string): AlignedText {
    const text = original.replace(/\p{Surrogate}/gu, '\ufffd');
    const starts = new Int32Array(text.length);
    const ends = new Int32Array(text.length);
    for (let index = 0; index < text.length; index++) {
      starts[index] = index;
      ends[index] = index + 1;
      if (index > 0 && unitsAt(text, index - 1) === 2) {
        starts[index] = index - 1;
        ends[index - 1] = index + 1;
      }
    }
    return new AlignedText(text, starts, ends);
  }

  /** Where in the original the unit at `index` comes from. */
  start(index: number): number {
    return this.starts[this.at + index] ?? 0;
  }

  end(index: number): number {
    return this.ends[this.at + index] ?? 0;
  }

  /** The range of the original behind the non-empty range `[start, end)` of this text. */
  original(start: number, end: number): Span {
    return { start: this.start(start), end: this.end(end - 1) };
  }

  slice(start: number, end: number): AlignedText {
    return new AlignedText(this.text.slice(start, end), this.starts, this.ends, this.at + start);
  }

  /** Another text of the same length with the same alignment. */
  withText(text: string): AlignedText {
    return new AlignedText(text, this.starts, this.ends, this.at);
  }

  /** `prefix` before the text, aligned with the text's first character; an empty text stays empty. */
  prepend(prefix: string): AlignedText {
    if (this.text === '') return this;
    const builder = new AlignedBuilder(prefix.length + this.text.length);
    builder.add(prefix, this.start(0), this.end(0));
    builder.copy(this, 0, this.text.length);
    return builder.build();
  }

  /**
   * The text rewritten character by character, aligned as `NormalizedString::transform` of the Rust package does it.
   * @param removed characters at the begin that are left out
   */
  transform(changes: Iterable<Change>, removed = 0): AlignedText {
    const builder = new AlignedBuilder(this.text.length);
    let at = 0;
    const consume = (count: number): void => {
      for (let left = count; left > 0; left--) at += unitsAt(this.text, at);
    };
    consume(removed);
    for (const { character, step } of changes) {
      if (step <= 0) {
        builder.add(character, this.start(at), this.end(at));
        consume(1 - step);
      } else if (at > 0) builder.add(character, this.start(at - 1), this.end(at - 1));
      else builder.add(character, this.start(0), this.start(0));
    }
    return builder.build();
  }

  /**
   * Each character replaced by the string that `replace` gives for its code point; `undefined` keeps it. All units of a
   * replacement are aligned with the character that they stand for.
   */
  mapCharacters(replace: (codePoint: number) => string | undefined): AlignedText {
    const builder = new AlignedBuilder(this.text.length);
    let copied = 0;
    for (let index = 0; index < this.text.length;) {
      const codePoint = this.text.codePointAt(index) ?? 0;
      const next = index + (codePoint > 0xffff ? 2 : 1);
      const piece = replace(codePoint);
      if (piece !== undefined) {
        builder.copy(this, copied, index);
        builder.add(piece, this.start(index), this.end(index));
        copied = next;
      }
      index = next;
    }
    builder.copy(this, copied, this.text.length);
    return builder.build();
  }
}

/** Builds an {@link AlignedText} piece by piece. */
export class AlignedBuilder {
  private text = '';
  private starts: Int32Array;
  private ends: Int32Array;

  constructor(expectedLength: number) {
    this.starts = new Int32Array(expectedLength);
    this.ends = new Int32Array(expectedLength);
  }

  /** Units so far. */
  get length(): number {
    return this.text.length;
  }

  /** Appends `piece`, all its units aligned with `[start, end)` of the original. @throws RangeError beyond 2^22 units */
  add(piece: string, start: number, end: number): void {
    const from = this.text.length;
    this.text += piece;
    this.makeRoom();
    for (let index = from; index < this.text.length; index++) {
      this.starts[index] = start;
      this.ends[index] = end;
    }
  }

  /** Appends `[start, end)` of another text with its alignment. */
  copy(source: AlignedText, start: number, end: number): void {
    if (end <= start) return;
    const from = this.text.length;
    this.text += source.text.slice(start, end);
    this.makeRoom();
    for (let index = start; index < end; index++) {
      this.starts[from + index - start] = source.start(index);
      this.ends[from + index - start] = source.end(index);
    }
  }

  private makeRoom(): void {
    if (this.text.length > longest) throw new RangeError('the rewritten text is too long');
    if (this.text.length <= this.starts.length) return;
    this.starts = grown(this.starts, this.text.length);
    this.ends = grown(this.ends, this.text.length);
  }

  build(): AlignedText {
    return new AlignedText(this.text, this.starts, this.ends);
  }
}

function grown(array: Int32Array, atLeast: number): Int32Array {
  const larger = new Int32Array(Math.max(atLeast, array.length * 2));
  larger.set(array);
  return larger;
}

/** Units of the character at `at`: 2 for a surrogate pair. */
export function unitsAt(text: string, at: number): 1 | 2 {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
