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
    test('explains a word with the weights of the model', async () => {
      const { editor, palette, statusBar } = workbench();
      await editor.open('english.txt');
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      const it = await explainHeadless(english, 'it');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
      await statusBar.waitFor('headlight-encoder');
    });

    test('does not run in the Node host', () => {
      const logs = workbench().logs();
      expect(logs).toContain('_doActivateExtension vscode.');
      expect(logs).not.toContain(`_doActivateExtension ${extensionId()}`);
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
