import { beforeAll, describe, test } from 'vitest';
import type { ThemeKind } from '../harness/colour';
import { explainHeadless, rowOf, type Explained } from '../harness/explained';
import { expectHighlights } from '../harness/highlights';
import type { Workbench } from '../harness/workbench';
import { english } from '../texts';

/** The same picture in each kind of theme, with a screenshot of each main state. */
export function describeThemes(workbench: () => Workbench): void {
  describe('themes', () => {
    let it: Explained;

    beforeAll(async () => {
      it = await explainHeadless(english, 'it');
    });

    test.each<[ThemeKind, string]>([
      ['light', 'light'],
      ['highContrast', 'high-contrast'],
      ['highContrastLight', 'high-contrast-light'],
      ['dark', 'dark'],
    ])('draws highlights and panel in the %s theme', async (theme, name) => {
      const { editor, hover, palette, panel } = workbench();
      await workbench().useTheme(theme);
      await editor.open('english.txt');
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      await panel.show(palette);
      await editor.clickWord('it');
      await panel.body.and(panel.frame.locator(bodyClass[theme])).waitFor();
      await expectHighlights(editor, it, rowOf(it, 'mean'), theme);
      await panel.pictureWith((drawn) => drawn.colours > 8);
      await workbench().screenshot(`explained-${name}`);
      await hover.over('it', 'attends to');
      await workbench().screenshot(`hover-${name}`);
      await hover.leave();
    });
  });
}

/** How VS Code marks the page of a webview. */
const bodyClass: Readonly<Record<ThemeKind, string>> = {
  dark: '.vscode-dark',
  light: '.vscode-light',
  highContrast: '.vscode-high-contrast',
  highContrastLight: '.vscode-high-contrast-light',
};
