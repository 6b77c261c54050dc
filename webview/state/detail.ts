/** Of a matrix that is too long for one tile without pooling, the part in view is asked for again, finer. */
import type { Span } from '../../src/core/text/span';
import type { TileQuestion } from '../../src/protocol/inference';

/** Token ranges along both sides of a matrix. */
export interface MatrixPart {
  readonly queries: Span;
  readonly keys: Span;
}

/** Parts that are asked for begin and end at multiples of this: a short scroll asks for nothing new. */
const step = 64;

/** The part grown to multiples of {@link step}, as far as the matrix goes. */
export function roundedPart(part: MatrixPart, whole: MatrixPart): MatrixPart {
  const rounded = ({ start, end }: Span, length: number): Span => ({
    start: Math.max(0, Math.floor(start / step) * step),
    end: Math.min(length, Math.ceil(end / step) * step),
  });
  return {
    queries: rounded(part.queries, whole.queries.end),
    keys: rounded(part.keys, whole.keys.end),
  };
}

/** The question for a part of the whole; undefined where its cells would stand for as many tokens as the whole's do. */
export function finerTile(whole: TileQuestion, pooledBy: number, part: MatrixPart): TileQuestion | undefined {
  const { queries, keys } = part;
  const longest = Math.max(queries.end - queries.start, keys.end - keys.start);
  if (longest <= 0 || Math.ceil(longest / whole.maxSide) >= pooledBy) return undefined;
  return { ...whole, queries, keys };
}

/** Whether a part holds another one. */
export function holds(part: MatrixPart, { queries, keys }: MatrixPart): boolean {
  const within = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end;
  return within(queries, part.queries) && within(keys, part.keys);
}
