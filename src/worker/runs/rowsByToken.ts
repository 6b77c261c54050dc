import type { RowSource } from '../../core/analysis/chosenRows';
import type { BoundBlock } from '../../core/attention/boundBlock';

/**
 * The rows of a block by the tokens that they are about. Within one text that is the token which a row's query was made
 * from. Between a generated text and its source it is the token that the row has led to, one further on: what the model
 * looked at when it wrote the word. The first token, which nothing led to, has a row of 0; what followed the last one is
 * left out. (For both readings see Chen et al. 2020, “Accurate Word Alignment Induction from Neural Machine
 * Translation”, section 3.)
 */
export function rowsByToken(bound: BoundBlock): RowSource {
  const { queries, keys } = bound.block;
  if (queries === keys) return bound;
  return {
    heads: bound.heads,
    queries: bound.queries,
    keys: bound.keys,
    headSize: bound.headSize,
    row: (head, token, out, outOffset = 0) => {
      if (token === 0) out.fill(0, outOffset, outOffset + bound.keys);
      else bound.row(head, token - 1, out, outOffset);
    },
  };
}
