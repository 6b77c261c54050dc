import type { HeadChoice } from '../../core/analysis/choice';
import { hideSpecial } from '../../core/analysis/hideSpecial';
import { columnOf, type Hiding } from '../../core/analysis/matrix';
import type { RowAnswer, RowQuestion } from '../../protocol/inference';
import type { Run } from '../runs/run';
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
  const { from, to } = run.asked(choice.kind, direction);
  checkTokens(tokens, from.length);
  if (direction === 'attendedBy') {
    const matrix = run.matrix(choice);
    await matrix.ensure({ start: 0, end: matrix.queries }, turn);
    const hiding = question.hideSpecial ? hidingOf(run, choice, matrix.rows.sumsToOne) : undefined;
    return columnOf(matrix, tokens, hiding);
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
  const hidden = question.hideSpecial ? hideSpecial(weights, to.special, rows.sumsToOne) : 0;
  return { weights, hidden };
}

/** How a run's special tokens are hidden: largest weights over heads have no sum to keep. */
export function hidingOf(run: Run, choice: HeadChoice, renormalise: boolean): Hiding {
  const { queries, keys } = run.ofKind(choice.kind);
  return { queries: run.text(queries).special, keys: run.text(keys).special, renormalise };
}
