import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contributedColour, sameColour } from '../harness/colour';
import { explainHeadless, rowOf, type Explained } from '../harness/explained';
import { explainIt } from '../harness/explainIt';
import { expectHighlights } from '../harness/highlights';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../harness/workbench';

/** What edits do to an analysed text. */
export function describeEditing(workbench: () => Workbench): void {
  describe('an edited text', () => {
    let it: Explained;

    beforeAll(async () => {
      it = await explainIt(workbench());
      const { editor, palette } = workbench();
      await editor.clickWord('it');
      await palette.run('Headlight: Choose Layer and Head');
      await palette.pick('mean over layers · mean over heads');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    });

    afterAll(async () => {
      await workbench().editor.closeAll();
    });

    test('turns stale: grey highlights, a status, a notice in the panel', async () => {
      const { editor, panel, statusBar, hover } = workbench();
      await editor.clickWord('street');
      await editor.type('x');
      await statusBar.waitFor('Attention is stale');
      const stale = contributedColour('headlight.stale', 'dark');
      await eventually(
        () => editor.marks(),
        (marks) => marks.length > 0 && marks.every(({ background }) => sameColour(background, stale)),
      );
      await panel.frame.locator('[data-notice=stale]').waitFor();
      expect(await hover.comesUp('animal', 'attends to', 2000)).toBe(false);
      await workbench().screenshot('stale-dark');
    });

    test('is as before when the edit is undone', async () => {
      const { editor, panel, statusBar } = workbench();
      await editor.press('Control+z');
      await statusBar.waitFor('headlight-encoder');
      await editor.clickWord('it');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
      await panel.frame.locator('[data-notice=stale]').waitFor({ state: 'detached' });
    });

    test('is explained anew by the command', async () => {
      const { editor, palette, statusBar } = workbench();
      await editor.clickWord('street');
      await editor.type('x');
      await statusBar.waitFor('Attention is stale');
      const [edited = ''] = await editor.lines();
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      await statusBar.waitFor('headlight-encoder');
      const explained = await explainHeadless(edited, 'it');
      await expectHighlights(editor, explained, rowOf(explained, 'mean'), 'dark');
    });

    test('keeps its highlights when something else is edited', async () => {
      const { editor, statusBar } = workbench();
      await editor.press('Control+End');
      await editor.type('\nAnother paragraph.');
      await editor.press('Control+Home');
      const [edited = ''] = await editor.lines();
      const explained = await explainHeadless(edited, 'it');
      await editor.clickWord('it');
      await expectHighlights(editor, explained, rowOf(explained, 'mean'), 'dark');
      await statusBar.waitFor('headlight-encoder');
    });
  });
}
