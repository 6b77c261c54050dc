import type { RowSource } from '../../core/analysis/chosenRows';
import type { Direction } from '../../core/analysis/choice';
import type { EveryHeadAnswer, EveryHeadQuestion } from '../../protocol/inference';
import { rowsByToken } from '../runs/rowsByToken';
import type { Run } from '../runs/run';
import { checkTokens } from './checkTokens';

/**
 * The mean row (or column) of some tokens in every head of every block. A block whose queries (for columns: keys) are
 * tokens of the other side, or of no text, answers with nothing: an empty array.
 */
export async function answerEveryHead(
  run: Run,
  question: EveryHeadQuestion,
  turn: () => Promise<void> | undefined,
): Promise<EveryHeadAnswer> {
  const { side, tokens, direction } = question;
  const { length } = run.text(side);
  checkTokens(tokens, length);
  const weights: Float32Array[] = [];
  for (const block of run.facts.blocks.bound) {
    const asked = direction === 'attendsTo' ? 'queries' : 'keys';
    const answers = block.block[asked] === side && block[asked] === length;
    weights.push(answers ? await headsOf(rowsByToken(block), tokens, direction, turn) : new Float32Array(0));
  }
  return { weights };
}

/** `[heads, keys]`, for columns `[heads, queries]`, row-major: the mean over some tokens. */
export async function headsOf(
  block: RowSource,
  tokens: readonly number[],
  direction: Direction,
  turn: () => Promise<void> | undefined,
): Promise<Float32Array> {
  const { heads, queries, keys } = block;
  const row = new Float32Array(keys);
  const width = direction === 'attendsTo' ? keys : queries;
  const mean = new Float32Array(heads * width);
  for (let head = 0; head < heads; head++) {
    const base = head * width;
    if (direction === 'attendsTo') {
      for (const token of tokens) {
        block.row(head, token, row);
        for (let key = 0; key < keys; key++) {
          mean[base + key] = (mean[base + key] ?? 0) + (row[key] ?? 0) / tokens.length;
        }
        await turn();
      }
    } else {
      for (let query = 0; query < queries; query++) {
        block.row(head, query, row);
        let sum = 0;
        for (const token of tokens) sum += row[token] ?? 0;
        mean[base + query] = sum / tokens.length;
        await turn();
      }
    }
  }
  return mean;
}
