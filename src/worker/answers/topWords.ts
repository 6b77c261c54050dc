import { largest, rollUp } from '../../core/analysis/rollUp';
import { sharpestHead, type OneHead } from '../../core/analysis/sharpestHead';
import type { Direction, HeadChoice } from '../../core/analysis/choice';
import type { TopWords, TopWordsAnswer, TopWordsQuestion } from '../../protocol/inference';
import type { Run } from '../runs/run';
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
  const sharpest = await findSharpest(run, question, turn);
  return { chosen, sharpest: sharpest && (await topWordsOf(run, question, sharpest, turn)) };
}

async function topWordsOf(
  run: Run,
  question: TopWordsQuestion,
  choice: HeadChoice,
  turn: () => Promise<void> | undefined,
): Promise<TopWords> {
  const row = await answerRow(run, { ...question, choice }, turn);
  const { units } = run.asked(choice.kind, question.direction).to;
  const weights = rollUp(row.weights, units, howFor(question.direction));
  const words = largest(weights, question.count).flatMap((unit) => {
    const word = units.list[unit];
    return word ? [{ ...word, weight: weights[unit] ?? 0 }] : [];
  });
  return { choice, words };
}

/**
 * The sharpest head of the chosen kind. Undefined where there is none, or where columns of all heads would keep a hover
 * waiting.
 */
async function findSharpest(
  run: Run,
  { tokens, direction, choice: { kind } }: TopWordsQuestion,
  turn: () => Promise<void> | undefined,
): Promise<OneHead | undefined> {
  const { from, to } = run.asked(kind, direction);
  const { layers } = run.ofKind(kind);
  const rowsEach = direction === 'attendsTo' ? tokens.length : to.length;
  const cost = layers.reduce((sum, { rows }) => sum + rows.heads * rowsEach * rows.keys * rows.headSize, 0);
  if (cost > hoverBudget) return undefined;
  const { units } = to;
  // The word that asks is no answer, unless it is of another text.
  const own = new Set(from === to ? tokens.map((token) => units.ofToken[token]) : []);
  const heads: (OneHead & { weights: Float32Array })[] = [];
  for (const { layer, rows } of layers) {
    const weights = await headsOf(rows, tokens, direction, turn);
    const width = weights.length / rows.heads;
    for (let head = 0; head < rows.heads; head++) {
      heads.push({ kind, layer, head, weights: weights.subarray(head * width, (head + 1) * width) });
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
