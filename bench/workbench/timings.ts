import { expect, test } from 'vitest';
import { describeWorkbench } from '../../test/workbench/harness/suite';
import type { Workbench } from '../../test/workbench/harness/workbench';
import { passages, words } from './passages';

const rounds = 5;

describeWorkbench(
  'timings',
  { name: 'bench', version: 'newest', files: { 'passages.txt': passages } },
  (workbench) => {
    test('of activation, first and later highlights', async () => {
      for (let round = 0; round < rounds; round++) await explainThree(workbench());
      const { activations, explanations } = readLogs(workbench().logs());
      expect(explanations.length).toBe(rounds * words.length);
      const nth = (at: number): number[] =>
        explanations.filter((_, index) => index % words.length === at).map(({ ms }) => ms);
      console.log(`\nIn the workbench, medians of ${rounds} loads; ms from the command to its highlights:`);
      console.log(
        `  tokens                         ${explanations
          .map(({ tokens }) => tokens)
          .slice(0, 2)
          .join(', ')}`,
      );
      console.log(`  activation                     ${median(activations)}`);
      console.log(`  first text, cold               ${median(nth(0))}`);
      console.log(`  second text, warm              ${median(nth(1))}`);
      console.log(`  another word of the same text  ${median(nth(2))}`);
    });
  },
);

/** A fresh window: a first word loads the model, a word of another paragraph runs it, a third one asks for a row. */
async function explainThree(workbench: Workbench): Promise<void> {
  const { editor, palette } = workbench;
  await workbench.load();
  await editor.open('passages.txt');
  for (const [index, word] of words.entries()) {
    await editor.clickWord(word);
    const before = readLogs(workbench.logs()).explanations.length;
    await palette.run('Headlight: Explain Attention');
    await expect
      .poll(() => readLogs(workbench.logs()).explanations.length, { timeout: 60_000, message: String(index) })
      .toBe(before + 1);
  }
}

/** What the extension has logged of its own times. */
function readLogs(log: string): { activations: number[]; explanations: { tokens: number; ms: number }[] } {
  return {
    activations: [...log.matchAll(/Activated in (\d+) ms/g)].map((match) => Number(match[1])),
    explanations: [...log.matchAll(/explain: (\d+) tokens with \S+ in (\d+) ms/g)].map((match) => ({
      tokens: Number(match[1]),
      ms: Number(match[2]),
    })),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
