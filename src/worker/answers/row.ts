import { hideSpecial } from '../../core/analysis/hideSpecial';
import { columnOf, type Hiding } from '../../core/analysis/matrix';
import type { RowAnswer, RowQuestion } from '../../protocol/inference';
import type { Run } from '../service/run';
import { checkTokens } from './checkTokens';

/**
 * The weights that some tokens give (a row, the mean of theirs) or get (a column). Rows of a choice are made first, then
 * averaged over the tokens, then special tokens are hidden; columns are those of the matrix that `tile` draws.
 */
export async function answerRow(
  run: Run,
  question: RowQuestion,
  turn: () => Promise<void> | undefined,
): Promise<RowAnswer> {
  const { tokens, choice, direction } = question;
  checkTokens(tokens, run.tokens.length);
  if (direction === 'attendedBy') {
    const matrix = run.matrix(choice);
    await matrix.ensure({ start: 0, end: matrix.queries }, turn);
    return columnOf(matrix, tokens, question.hideSpecial ? hidingOf(run, matrix.rows.sumsToOne) : undefined);
  }
  const rows = run.rows(choice);
  const weights = new Float32Array(rows.keys);
  const one = new Float32Array(rows.keys);
  for (const token of tokens) {
    rows.row(token, one);
    for (let key = 0; key < weights.length; key++) {
      weights[key] = (weights[key] ?? 0) + (one[key] ?? 0) / tokens.length;
    }
    await turn();
  }
  const hidden = question.hideSpecial ? hideSpecial(weights, run.special, rows.sumsToOne) : 0;
  return { weights, hidden };
}

/** How a run's special tokens are hidden: largest weights over heads have no sum to keep. */
export function hidingOf(run: Run, renormalise: boolean): Hiding {
  return { special: run.special, renormalise };
}
