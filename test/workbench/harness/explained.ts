import type { BlockKind, Direction, Side } from '../../../src/protocol/inference';
import { askHeadless, bundledModel } from './headless';

/** What `npm run -s headlight -- explain … --json` prints; here its part that the tests look at. */
export interface Explained {
  readonly tokens: readonly ExplainedToken[];
  /** What a translation model wrote; spans are in its text. */
  readonly target: { readonly text: string; readonly tokens: readonly ExplainedToken[] } | null;
  readonly kind: BlockKind;
  /** The text that the query is in. */
  readonly side: Side;
  readonly direction: Direction;
  /** Token indices. */
  readonly query: readonly number[];
  readonly blocks: readonly {
    readonly kind: BlockKind;
    readonly queries: Side;
    readonly keys: Side;
    readonly heads: number;
  }[];
  /** `[block][head][key]`, the mean over the query's tokens. */
  readonly weights: readonly (readonly (readonly number[])[])[];
  readonly selfCheck: { readonly maxAbsError: number };
}

export interface ExplainedToken {
  readonly text: string;
  /** UTF-16 range in the file. */
  readonly start: number;
  readonly end: number;
  readonly special: boolean;
}

export interface ExplainOptions {
  /** A bundled model, where it is not the encoder. */
  readonly model?: string;
  /** A word of the translation, which is then the query. */
  readonly target?: string;
}

/** The weights of a word as the headless entry gives them. */
export async function explainHeadless(
  text: string,
  word: string,
  { model, target }: ExplainOptions = {},
): Promise<Explained> {
  const options = [
    ...['--word', word],
    ...(model === undefined ? [] : ['--model', bundledModel(model)]),
    ...(target === undefined ? [] : ['--target', target]),
  ];
  // SAFETY: the schema is fixed, and tested where it is made.
  return JSON.parse(await askHeadless('explain', text, options)) as Explained;
}

/** The text that is looked at: of a row the keys', of a column the queries'. */
export function seenTokens({
  blocks,
  kind,
  direction,
  tokens,
  target,
}: Explained): readonly ExplainedToken[] {
  const block = blocks.find((one) => one.kind === kind);
  const side = direction === 'attendsTo' ? block?.keys : block?.queries;
  return side === 'target' ? (target?.tokens ?? []) : tokens;
}

/** The row of one head, or the mean over all heads of all layers; special tokens have 0, and the rest sums up to 1. */
export function rowOf(explained: Explained, choice: 'mean' | { layer: number; head: number }): number[] {
  const { blocks, kind, weights } = explained;
  const layers = weights.filter((_, block) => blocks[block]?.kind === kind);
  const heads = choice === 'mean' ? layers.flat() : [layers[choice.layer]?.[choice.head] ?? []];
  const mean = seenTokens(explained).map(
    ({ special }, key) => (special ? 0 : heads.reduce((sum, row) => sum + (row[key] ?? 0), 0)) / heads.length,
  );
  const total = mean.reduce((sum, weight) => sum + weight, 0);
  return mean.map((weight) => weight / total);
}
