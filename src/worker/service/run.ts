import type { BoundBlocks } from '../../core/attention/boundBlock';
import { chooseRows, type ChosenRows, type LayerRows } from '../../core/analysis/chosenRows';
import type { HeadChoice } from '../../core/analysis/choice';
import { unitsOf, type Units } from '../../core/analysis/rollUp';
import { shift, type Span } from '../../core/text/span';
import { words } from '../../core/text/words';
import { wordsOfTokens } from '../../core/text/wordsOfTokens';
import type { TokenAnswer } from '../../protocol/inference';
import { ChosenMatrix } from './chosenMatrix';

/** Matrices kept for one run: one for what the user sees, one for what they saw before. */
const keptMatrices = 2;

/** Words of a run's text, each with the tokens that belong to it, and special tokens as units of their own. */
export interface RunUnits extends Units {
  readonly list: readonly (Span & { readonly text: string; readonly special: boolean })[];
}

/** One text that went through one model, with the tensors that the questions are answered from. */
export class Run {
  /** 1 for each special token, else 0. */
  readonly special: Uint8Array;
  /** The blocks whose rows and columns both are the run's tokens. */
  readonly layers: readonly LayerRows[];
  readonly #matrices = new Map<string, ChosenMatrix>();
  #units: RunUnits | undefined;

  constructor(
    readonly id: number,
    readonly tokens: readonly TokenAnswer[],
    readonly blocks: BoundBlocks,
    /** The part of the text that was analysed, and where it lies in the text. */
    private readonly text: string,
    private readonly textStart: number,
    /** Bytes of the captured tensors. */
    private readonly captured: number,
  ) {
    const length = tokens.length;
    this.special = Uint8Array.from(tokens, (token) => (token.special ? 1 : 0));
    this.layers = blocks.bound.flatMap((rows, index) =>
      rows.kind !== 'cross' && rows.queries === length && rows.keys === length
        ? [{ layer: blocks.layers[index] ?? 0, rows }]
        : [],
    );
  }

  get bytes(): number {
    return [...this.#matrices.values()].reduce(
      (sum, matrix) => sum + matrix.weights.byteLength,
      this.captured,
    );
  }

  /** Rows of one head or aggregate. Errors: `head-unknown`. */
  rows(choice: HeadChoice): ChosenRows {
    return chooseRows(this.layers, choice);
  }

  /** The matrix of one head or aggregate; its rows are computed as they are needed, once. Errors: `head-unknown`. */
  matrix(choice: HeadChoice): ChosenMatrix {
    const key = `${choice.layer}/${choice.head}`;
    const matrix = this.#matrices.get(key) ?? new ChosenMatrix(this.rows(choice));
    this.#matrices.delete(key);
    this.#matrices.set(key, matrix);
    for (const old of [...this.#matrices.keys()].slice(0, -keptMatrices)) this.#matrices.delete(old);
    return matrix;
  }

  get units(): RunUnits {
    return (this.#units ??= this.#joinUnits());
  }

  #joinUnits(): RunUnits {
    const spans = words(this.text).map((span) => shift(span, this.textStart));
    const units = unitsOf(wordsOfTokens(spans, this.tokens), spans.length);
    const slice = (span: Span): string =>
      this.text.slice(span.start - this.textStart, span.end - this.textStart);
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
