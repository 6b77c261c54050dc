import fs from 'node:fs';
import path from 'node:path';
import { test } from 'vitest';
import { root } from '../../scripts/setup/paths.mjs';
import { describeWorkbench } from '../../test/workbench/harness/suite';

const media = path.join(root, 'media');
const sample = fs.readFileSync(path.join(media, 'sample.txt'), 'utf8');

describeWorkbench(
  'the README',
  {
    name: 'readme',
    version: 'newest',
    files: { 'sample.txt': sample },
    settings: { 'editor.fontSize': 15, 'editor.wordWrap': 'on', 'workbench.editor.showTabs': 'single' },
  },
  (workbench) => {
    test('shows the sample text with a word explained', async () => {
      const { editor, hover, palette, panel } = workbench();
      await editor.open('sample.txt');
      await editor.clickWord('keys');
      await palette.run('Headlight: Explain Attention');
      await editor.waitForMarks('some');
      await panel.show(palette);
      await editor.press('Control+Alt+PageDown');
      await editor.press('Control+Alt+PageDown');
      await hover.over('cabinet', 'attends to');
      fs.copyFileSync(await workbench().screenshot('picture'), path.join(media, 'screenshot.png'));
    });
  },
);
