import { regexMatches } from '../matches';

/**
 * A text on its way through a decoder: for each UTF-16 unit the first of the tokens that it came from, and the one after
 * the last.
 */
export class SourcedText {
  private constructor(
    readonly text: string,
    readonly firsts: readonly number[],
    readonly nexts: readonly number[],
  ) {}

  static readonly empty = new SourcedText('', [], []);

  /** A text all of which came from the tokens `[first, next)`. */
  static of(text: string, first: number, next = first + 1): SourcedText {
    return new SourcedText(
      text,
      Array.from({ length: text.length }, () => first),
      Array.from({ length: text.length }, () => next),
    );
  }

  /** A text all of which came from all the given tokens, which are not none. */
  static ofRange(text: string, firsts: readonly number[], nexts: readonly number[]): SourcedText {
    return SourcedText.of(
      text,
      firsts.reduce((least, first) => Math.min(least, first)),
      nexts.reduce((most, next) => Math.max(most, next)),
    );
  }

  static join(parts: readonly SourcedText[]): SourcedText {
    const [only] = parts;
    if (only && parts.length === 1) return only;
    return new SourcedText(
      parts.map((part) => part.text).join(''),
      parts.flatMap((part) => part.firsts),
      parts.flatMap((part) => part.nexts),
    );
  }

  slice(start: number, end: number): SourcedText {
    return new SourcedText(
      this.text.slice(start, end),
      this.firsts.slice(start, end),
      this.nexts.slice(start, end),
    );
  }

  /** Another text that stands for `[start, end)` of this one, which is not empty. */
  standIn(text: string, start: number, end: number): SourcedText {
    return SourcedText.ofRange(text, this.firsts.slice(start, end), this.nexts.slice(start, end));
  }

  /** Every match of a global expression replaced by `content`. */
  replace(pattern: RegExp, content: string): SourcedText {
    const parts = regexMatches(pattern, this.text);
    if (!parts.some((part) => part.isMatch)) return this;
    return SourcedText.join(
      parts.map(({ start, end, isMatch }) => {
        if (!isMatch) return this.slice(start, end);
        const near = start < end ? start : Math.max(0, start - 1);
        return this.text === '' ? SourcedText.empty : this.standIn(content, near, Math.max(end, near + 1));
      }),
    );
  }
}
