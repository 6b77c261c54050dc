import type * as vscode from 'vscode';
import { drawnSpan } from '../core/text/drawnSpan';
import { covering, overlaps, shift, type Span } from '../core/text/span';
import type {
  Direction,
  PredictAnswer,
  RowAnswer,
  RunAnswer,
  Side,
  TokenAnswer,
} from '../protocol/inference';
import type { ModelAnswer } from '../protocol/models';

/** What was asked for: attention, with a word masked, with what the model expects after the text, or with a translation. */
export type Task = 'explain' | 'mask' | 'next' | 'translate';

/** One run and what is asked of it. All spans are UTF-16 ranges in the documents as they are now. */
export interface Analysis {
  readonly task: Task;
  readonly model: ModelAnswer;
  readonly run: RunAnswer;
  /** The document of the source. */
  readonly document: vscode.TextDocument;
  readonly sides: { readonly source: SideText; readonly target: SideText | undefined };
  /** The masked words, where the task is `mask`. */
  readonly mask: Span | undefined;
  /** Whether the scope holds more text than the model was given. */
  readonly cut: boolean;
  /** Whether the document no longer holds the source. */
  readonly stale: boolean;
  readonly query: Query;
  readonly row: ShownRow;
  /** What the model puts in the masked places, or after the query where the task is `next`. */
  readonly predictions: PredictAnswer['places'];
}

/** One text of a run: the source in the user's document, or the target in the document that Headlight shows. */
export interface SideText {
  readonly uri: vscode.Uri;
  readonly text: string;
  /** Where the text lies in its document. */
  readonly range: Span;
  readonly tokens: readonly TokenAnswer[];
  /** Where each token lies; `undefined` for special tokens and for those that an edit reached into. */
  readonly spans: readonly (Span | undefined)[];
}

export interface Query {
  /** The text that the tokens are of. */
  readonly side: Side;
  readonly span: Span;
  /** Indices of the tokens that the span covers. */
  readonly tokens: readonly number[];
}

/** The query's weights under the current choice, direction and filter. */
export interface ShownRow extends RowAnswer {
  /** The text whose tokens have the weights. */
  readonly side: Side;
  readonly direction: Direction;
}

export function sideText(
  uri: vscode.Uri,
  text: string,
  start: number,
  tokens: readonly TokenAnswer[],
): SideText {
  const range = { start, end: start + text.length };
  return { uri, text, range, tokens, spans: tokenSpans(text, tokens, start) };
}

/** The span that is drawn for each token of a text that starts at `base`; special tokens have none. */
export function tokenSpans(text: string, tokens: readonly TokenAnswer[], base: number): (Span | undefined)[] {
  return tokens.map((token) =>
    token.special || token.end <= token.start ? undefined : shift(drawnSpan(text, token), base),
  );
}

/** Which text of an analysis a document shows. */
export function sideIn({ sides }: Analysis, document: vscode.TextDocument): Side | undefined {
  const uri = document.uri.toString();
  if (uri === sides.source.uri.toString()) return 'source';
  return uri === sides.target?.uri.toString() ? 'target' : undefined;
}

/** The query of the tokens that a span of one of the texts touches; `undefined` where it touches none. */
export function queryAt(span: Span, side: Side, { spans }: SideText): Query | undefined {
  const tokens = spans.flatMap((token, index) => (token && overlaps(token, span) ? [index] : []));
  return tokens.length === 0 ? undefined : { side, span, tokens };
}

/** The token of a text with the largest weight as a query, or its first one where there are no weights. */
export function strongestToken(
  side: Side,
  { sides }: Pick<Analysis, 'sides'>,
  weights: Float32Array | undefined,
): Query | undefined {
  const spans = sides[side]?.spans ?? [];
  let best = -1;
  spans.forEach((span, token) => {
    if (span && (best < 0 || (weights?.[token] ?? 0) > (weights?.[best] ?? 0))) best = token;
  });
  const span = spans[best];
  return span && { side, span, tokens: [best] };
}

/** Tokens that the model has not seen. */
export function maskedTokens({ task, predictions }: Analysis): readonly number[] {
  return task === 'mask' ? predictions.map(({ token }) => token) : [];
}

/** The text that a query's tokens cover; where it is masked, what the model was given instead. */
export function queryText({ side, tokens }: Query, analysis: Analysis): string {
  const text = analysis.sides[side];
  const found = tokens.flatMap((token) => text?.tokens[token] ?? []);
  const masked = side === 'source' ? maskedTokens(analysis) : [];
  if (found.length > 0 && tokens.every((token) => masked.includes(token)))
    return found.map((token) => token.text).join('');
  const span = covering(found);
  const whole = span && text ? text.text.slice(span.start, span.end) : '';
  // Many tokens begin with the blank before their word.
  return whole.trim() === '' ? whole : whole.trim();
}

export function sameTokens(a: Query, b: Query): boolean {
  const same = a.tokens.every((token, index) => token === b.tokens[index]);
  return a.side === b.side && a.tokens.length === b.tokens.length && same;
}

/** The span that the given tokens cover together. */
export function tokensSpan(
  tokens: readonly number[],
  spans: readonly (Span | undefined)[],
): Span | undefined {
  return covering(tokens.flatMap((token) => spans[token] ?? []));
}
