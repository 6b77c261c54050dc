import { unitsOf, type Units } from '../../core/analysis/rollUp';
import { shift, type Span } from '../../core/text/span';
import { words } from '../../core/text/words';
import { wordsOfTokens } from '../../core/text/wordsOfTokens';
import type { TokenAnswer } from '../../protocol/inference';

/** Words of a text, each with the tokens that belong to it, and special tokens as units of their own. */
export interface TextUnits extends Units {
  readonly list: readonly (Span & { readonly text: string; readonly special: boolean })[];
}

/** One side of a run: a text and its tokens. */
export class RunText {
  /** 1 for each special token, else 0. */
  readonly special: Uint8Array;
  #units: TextUnits | undefined;

  constructor(
    readonly tokens: readonly TokenAnswer[],
    /** The part of the text that was analysed, and where it lies in the text. */
    private readonly text: string,
    private readonly start: number,
  ) {
    this.special = Uint8Array.from(tokens, (token) => (token.special ? 1 : 0));
  }

  get length(): number {
    return this.tokens.length;
  }

  get units(): TextUnits {
    return (this.#units ??= this.#joinUnits());
  }

  #joinUnits(): TextUnits {
    const spans = words(this.text).map((span) => shift(span, this.start));
    const units = unitsOf(wordsOfTokens(spans, this.tokens), spans.length);
    const slice = (span: Span): string => this.text.slice(span.start - this.start, span.end - this.start);
    const alone = this.tokens.filter((_, token) => (units.ofToken[token] ?? 0) >= spans.length);
    return {
      ...units,
      list: [
        ...spans.map(({ start, end }) => ({ start, end, text: slice({ start, end }), special: false })),
        ...alone.map((token) => ({
          start: token.start,
          end: token.end,
          text: token.special ? token.text : slice(token),
          special: token.special,
        })),
      ],
    };
  }
}
