import { expect, test } from 'vitest';
import { describeWorkbench } from '../../test/workbench/harness/suite';
import type { Workbench } from '../../test/workbench/harness/workbench';
import type { LongestTask } from '../longestTask';
import { beginSampling, endSampling, packSampler } from './packSampler';
import { passages, words } from './passages';

const [first, second, another] = words;

/** The longest tasks on the extension host's thread, with Headlight beside VS Code's own extensions. */
describeWorkbench(
  'the longest task',
  {
    name: 'bench-thread',
    version: 'newest',
    files: { 'passages.txt': passages, 'long.log': passages.repeat(3), 'large.txt': passages.repeat(8000) },
    // A language that no extension with code of its own wakes up for.
    settings: { '[log]': { 'headlight.scope': 'document' } },
    extensions: [await packSampler()],
  },
  (workbench) => {
    test('on the extension host’s thread', async () => {
      const { editor, palette, panel } = workbench();
      const figures: string[] = [];
      const note = async (name: string, work: () => Promise<unknown>): Promise<void> => {
        const { cpuMs, wallMs } = await sample(workbench(), work);
        figures.push(`  ${name.padEnd(31)}${cpuMs?.toFixed(1) ?? 'unknown'} (${wallMs.toFixed(0)})`);
      };
      const explain = (word: string) => async () => {
        await editor.clickWord(word);
        await explained(workbench());
      };
      await editor.open('passages.txt');
      await note('VS Code alone', () => editor.clickWord(second));
      await note('first text, cold', explain(first));
      await note('second text, warm', explain(second));
      await note('another word of the same text', explain(another));
      await note('panel with its heatmap', async () => {
        await panel.show(palette);
        await panel.waitForDrawing();
      });
      await editor.open('long.log');
      await note('512 tokens, with the panel', explain(first));
      await editor.open('large.txt');
      await note('a text of 10 MB', explain(first));
      console.log(
        '\nLongest task on the extension host’s thread, ms of processor time (by the clock); bar 50:',
      );
      console.log(figures.join('\n'));
    });
  },
);

/** Explains the caret's word and waits for the log to say so. */
async function explained(workbench: Workbench): Promise<void> {
  const count = (): number => [...workbench.logs().matchAll(/explain: \d+ tokens/g)].length;
  const before = count();
  await workbench.palette.run('Headlight: Explain Attention');
  await expect.poll(count, { timeout: 60_000 }).toBeGreaterThan(before);
}

async function sample(workbench: Workbench, work: () => Promise<unknown>): Promise<LongestTask> {
  const figures = (): string[] =>
    [...workbench.logs().matchAll(/Longest task: (.*)/g)].map((match) => match[1] ?? '');
  const before = figures().length;
  await workbench.palette.run(beginSampling);
  await work();
  await workbench.palette.run(endSampling);
  await expect.poll(() => figures().length, { timeout: 30_000 }).toBeGreaterThan(before);
  // SAFETY: the sampler has written it.
  return JSON.parse(figures()[before] ?? '') as LongestTask;
}
