import { poolTile } from '../../core/analysis/matrix';
import type { TileAnswer, TileQuestion } from '../../protocol/inference';
import type { Run } from '../runs/run';
import { clampSpan } from './checkTokens';
import { hidingOf } from './row';

/** A rectangle of the matrix of one head or aggregate, pooled where it is larger than what is asked for. */
export async function answerTile(
  run: Run,
  question: TileQuestion,
  turn: () => Promise<void> | undefined,
): Promise<TileAnswer> {
  const matrix = run.matrix(question.choice);
  const queries = clampSpan(question.queries, matrix.queries);
  const keys = clampSpan(question.keys, matrix.keys);
  await matrix.ensure(queries, turn);
  const hiding = question.hideSpecial ? hidingOf(run, question.choice, matrix.rows.sumsToOne) : undefined;
  return poolTile(matrix, { queries, keys }, Math.max(1, question.maxSide), hiding);
}
