import { largest, rollUp } from '../../core/analysis/rollUp';
import { sharpestHead, type OneHead } from '../../core/analysis/sharpestHead';
import type { Direction, HeadChoice } from '../../core/analysis/choice';
import type { TopWords, TopWordsAnswer, TopWordsQuestion } from '../../protocol/inference';
import type { Run } from '../service/run';
import { headsOf } from './everyHead';
import { answerRow } from './row';

/** Products of two numbers that a hover may cost to find the sharpest head: some 40 ms in JavaScript. */
const hoverBudget = 50e6;

/** The words that a hover names: under the chosen head or aggregate, and under the head that attends most sharply. */
export async function answerTopWords(
  run: Run,
  question: TopWordsQuestion,
  turn: () => Promise<void> | undefined,
): Promise<TopWordsAnswer> {
  const chosen = await topWordsOf(run, question, question.choice, turn);
  const sharpest = await findSharpest(run, question.tokens, question.direction, turn);
  return { chosen, sharpest: sharpest && (await topWordsOf(run, question, sharpest, turn)) };
}

async function topWordsOf(
  run: Run,
  question: TopWordsQuestion,
  choice: HeadChoice,
  turn: () => Promise<void> | undefined,
): Promise<TopWords> {
  const row = await answerRow(run, { ...question, choice }, turn);
  const { units } = run;
  const weights = rollUp(row.weights, units, howFor(question.direction));
  const words = largest(weights, question.count).flatMap((unit) => {
    const word = units.list[unit];
    return word ? [{ ...word, weight: weights[unit] ?? 0 }] : [];
  });
  return { choice, words };
}

/** Undefined where there is none, or where columns of all heads would keep a hover waiting. */
async function findSharpest(
  run: Run,
  tokens: readonly number[],
  direction: Direction,
  turn: () => Promise<void> | undefined,
): Promise<OneHead | undefined> {
  const rowsEach = direction === 'attendsTo' ? tokens.length : run.tokens.length;
  const cost = run.blocks.bound.reduce(
    (sum, block) => sum + block.heads * rowsEach * block.keys * block.headSize,
    0,
  );
  if (cost > hoverBudget) return undefined;
  const { units } = run;
  const own = new Set(tokens.map((token) => units.ofToken[token]));
  const heads: (OneHead & { weights: Float32Array })[] = [];
  for (const { layer, rows } of run.layers) {
    const weights = await headsOf(rows, tokens, direction, turn);
    const width = weights.length / rows.heads;
    for (let head = 0; head < rows.heads; head++) {
      heads.push({ layer, head, weights: weights.subarray(head * width, (head + 1) * width) });
    }
  }
  return sharpestHead(
    heads,
    units,
    howFor(direction),
    (unit) => !own.has(unit) && units.list[unit]?.special === false,
  );
}

/** A word's tokens add up as keys and are averaged as queries. */
function howFor(direction: Direction): 'sum' | 'mean' {
  return direction === 'attendsTo' ? 'sum' : 'mean';
}
