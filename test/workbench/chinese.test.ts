import { expect, test } from 'vitest';
import { describeWorkbench } from './harness/suite';
import { files } from './texts';

describeWorkbench(
  'a window in Chinese',
  { name: 'chinese', version: 'newest', files, language: 'zh-cn' },
  (workbench) => {
    test('offers the commands in Chinese', async () => {
      const { editor, palette, notifications } = workbench();
      await editor.open('english.txt');
      await editor.press('Control+End');
      await palette.run('Headlight: 解释注意力');
      expect(await notifications.waitFor(/[一-鿿]/)).not.toMatch(/caret|word/);
      await notifications.clear();
    });

    test('shows hover, status and panel in Chinese', async () => {
      const { editor, hover, palette, panel, statusBar } = workbench();
      await editor.clickWord('it');
      await palette.run('Headlight: 解释注意力');
      await editor.waitForMarks('some');
      expect(await hover.textOver('it', '平均')).not.toMatch(/attends|mean/);
      await hover.leave();
      expect(await statusBar.waitFor('headlight-encoder')).toContain('平均');
      await panel.show(palette, 'Headlight: 显示热图');
      await panel.waitForDrawing();
      expect(await panel.body.innerText()).not.toMatch(/Layer|Head\b|attend/);
      await workbench().screenshot('explained-dark');
    });
  },
);
