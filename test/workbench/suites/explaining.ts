import { beforeAll, describe, expect, test } from 'vitest';
import { explainHeadless, rowOf, type Explained } from '../harness/explained';
import { expectHighlights } from '../harness/highlights';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../harness/workbench';
import { chinese, emoji, english } from '../texts';

/** From the command to highlights, hover and keyboard; each test goes on where the one before has left off. */
export function describeExplaining(workbench: () => Workbench): void {
  describe('Explain Attention', () => {
    let it: Explained;

    beforeAll(async () => {
      it = await explainHeadless(english, 'it');
    });

    test('lights up the words in the colours of their weights', async () => {
      const { editor, palette } = workbench();
      await editor.open('english.txt');
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      await editor.waitForMarks('some');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    });

    test('names model, layer and head in the status bar', async () => {
      expect(await workbench().statusBar.waitFor('headlight-encoder')).toMatch(/L mean · H mean/);
    });

    test('outlines the query and nothing else', async () => {
      const { editor } = workbench();
      const query = await editor.rectOf('it');
      const outlined = (await editor.marks()).filter(
        ({ border, background }) => border && background[3] === 0,
      );
      expect(outlined).toHaveLength(1);
      expect(outlined[0]?.rect.x).toBeCloseTo(query.x, -0.5);
      expect(outlined[0]?.rect.width).toBeCloseTo(query.width, -0.5);
    });

    test('says on hover what a word attends to', async () => {
      const { hover } = workbench();
      const text = await hover.textOver('it', 'attends to');
      const row = rowOf(it, 'mean');
      const strongest = row.indexOf(Math.max(...row));
      expect(text).toContain('it attends to');
      expect(text).toMatch(/mean over heads/i);
      expect(await hover.barWidths(), 'the bars get shorter from word to word').toSatisfy(isFalling);
      const word = english.slice(it.tokens[strongest]?.start, it.tokens[strongest]?.end);
      expect(text).toMatch(new RegExp(`${row[strongest]?.toFixed(3) ?? ''}\\s+\\S*${word}`));
      await workbench().screenshot('hover-dark');
      await hover.leave();
    });

    test('follows the caret to another word of the analysed text', async () => {
      const { editor } = workbench();
      const street = await explainHeadless(english, 'street');
      await editor.clickWord('street');
      await expectHighlights(editor, street, rowOf(street, 'mean'), 'dark');
      await editor.clickWord('it');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    });

    test('goes through layers and heads by keyboard', async () => {
      const { editor, statusBar } = workbench();
      await editor.press('Control+Alt+PageDown');
      await statusBar.waitFor('L 0 · H mean');
      await editor.press('Control+Alt+BracketRight');
      await statusBar.waitFor('L 0 · H 0');
      await expectHighlights(editor, it, rowOf(it, { layer: 0, head: 0 }), 'dark');
      await editor.press('Control+Alt+BracketRight');
      await statusBar.waitFor('L 0 · H 1');
      await expectHighlights(editor, it, rowOf(it, { layer: 0, head: 1 }), 'dark');
      await editor.press('Control+Alt+BracketLeft');
      await editor.press('Control+Alt+BracketLeft');
      const last = (it.blocks[0]?.heads ?? 0) - 1;
      await statusBar.waitFor(`L 0 · H ${last}`);
      await editor.press('Control+Alt+PageUp');
      await statusBar.waitFor(`L ${it.blocks.length - 1} · H ${last}`);
    });

    test('offers every layer and head in a quick pick', async () => {
      const { editor, palette, statusBar } = workbench();
      await statusBar.item.click();
      expect((await palette.rows()).join('\n')).toContain('mean over layers');
      await workbench().screenshot('pick-dark');
      await palette.pick('mean over layers · mean over heads');
      await statusBar.waitFor('L mean · H mean');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    });

    test('takes the selected words as the query', async () => {
      const { editor } = workbench();
      await editor.select('animal');
      await editor.press('Control+Alt+h');
      const animal = await explainHeadless(english, 'animal');
      await expectHighlights(editor, animal, rowOf(animal, 'mean'), 'dark');
    });

    test.each([
      ['chinese.txt', chinese, '黑猫'],
      ['emoji.txt', emoji, 'she'],
    ])('finds the tokens of %s where they are drawn', async (file, text, word) => {
      const { editor, palette } = workbench();
      await editor.open(file);
      await editor.select(word);
      await palette.run('Headlight: Explain Attention');
      await editor.waitForMarks('some');
      const explained = await explainHeadless(text, word);
      await expectHighlights(editor, explained, rowOf(explained, 'mean'), 'dark');
      await workbench().screenshot(`${file.split('.')[0]}-dark`);
    });

    test('clears the highlights', async () => {
      const { editor, palette, statusBar } = workbench();
      await palette.run('Headlight: Clear Highlights');
      await editor.waitForMarks('none');
      await statusBar.item.waitFor({ state: 'hidden' });
      await eventually(
        () => palette.offers('Headlight: Clear Highlights'),
        (offered) => !offered,
      );
    });
  });
}

/** Whether the first bars, those of the chosen head, never get longer. */
function isFalling(widths: readonly number[]): boolean {
  const chosen = widths.slice(0, 4);
  return (
    chosen.length === 4 && chosen.every((width, index) => width > 0 && width <= (chosen[index - 1] ?? width))
  );
}
