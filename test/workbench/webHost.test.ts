import { expect, test } from 'vitest';
import { explainHeadless, rowOf } from './harness/explained';
import { expectHighlights } from './harness/highlights';
import { extensionId } from './harness/manifest';
import { describeWorkbench } from './harness/suite';
import { english, files } from './texts';

/** The same package in the extension host of the browser, as on vscode.dev. */
const settings = { 'remote.extensionKind': { [extensionId()]: ['web'] } };

describeWorkbench(
  'the web-worker extension host',
  { name: 'web-host', version: 'newest', files, settings },
  (workbench) => {
    test('runs there', async () => {
      const { editor, palette } = workbench();
      await editor.open('english.txt');
      await palette.run('Developer: Show Running Extensions');
      const row = await workbench().runningExtension('Headlight');
      expect(row).toMatch(/web worker/i);
      await editor.closeAll();
    });

    test('explains a word with the weights of the model', async () => {
      const { editor, palette, statusBar } = workbench();
      await editor.open('english.txt');
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      const it = await explainHeadless(english, 'it');
      await expectHighlights(editor, it.tokens, rowOf(it, 'mean'), 'dark');
      await statusBar.waitFor('headlight-encoder');
    });

    test('answers hover and panel', async () => {
      const { hover, palette, panel } = workbench();
      await hover.over('it', 'attends to');
      await hover.leave();
      await palette.run('Headlight: Show Heatmap');
      await panel.pictureWith((drawn) => drawn.colours > 8);
      await workbench().screenshot('explained-dark');
    });
  },
);
