/** Reads a pattern from left to right. */
export class PatternReader {
  private at = 0;

  constructor(readonly pattern: string) {}

  get atEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  sees(text: string): boolean {
    return this.pattern.startsWith(text, this.at);
  }

  /** Passes `text` where it stands here. */
  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Passes what a sticky expression matches here. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.pattern)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** The next code point; NaN at the end. */
  next(): number {
    const codePoint = this.pattern.codePointAt(this.at) ?? NaN;
    this.at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  /** The next few characters, for messages. */
  rest(length: number): string {
    return this.pattern.slice(this.at, this.at + length);
  }
}
