import { beforeAll, describe, expect, test } from 'vitest';
import { contributedColour, distance } from '../harness/colour';
import { explainHeadless, rowOf, type Explained } from '../harness/explained';
import { explainIt } from '../harness/explainIt';
import { expectHighlights } from '../harness/highlights';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../harness/workbench';
import { english } from '../texts';

/** The side panel beside an analysed text: what it draws, and how it and the editor follow each other. */
export function describePanel(workbench: () => Workbench): void {
  describe('the side panel', () => {
    let it: Explained;

    beforeAll(async () => {
      it = await explainIt(workbench());
    });

    test('lists the row with the weights of the model', async () => {
      const { panel } = workbench();
      const expected = rowOf(it, 'mean');
      const row = await eventually(
        () => panel.row(),
        (found) => found.size > 0,
      );
      expect(row.size).toBe(it.tokens.filter(({ special }) => !special).length);
      for (const [token, { weight }] of row) expect(weight).toBeCloseTo(expected[token] ?? -1, 2.5);
    });

    test('draws the matrix in the order of the weights', async () => {
      const { panel } = workbench();
      const queryColour = contributedColour('headlight.query', 'dark');
      const picture = await panel.pictureWith(
        (drawn) => drawn.boxOf(queryColour) !== undefined && drawn.colours > 8,
      );
      const box = picture.boxOf(queryColour);
      if (!box) throw new Error('The query is not outlined.');
      const cell = (box.right + 1 - box.left) / it.tokens.length;
      expect(box.bottom + 1 - box.top).toBeCloseTo(cell, -0.5);
      const row = rowOf(it, 'mean');
      const middle = (box.top + box.bottom) / 2;
      const plain = picture.at(box.left + cell / 2, middle);
      const strength = row.map((_, key) =>
        distance(picture.at(box.left + (key + 0.5) * cell, middle), plain),
      );
      const largest = Math.max(...row);
      // The first column, [CLS], is hidden: its weight is 0 and its colour that of nothing.
      for (const [a, one] of row.entries()) {
        for (const [b, other] of row.entries()) {
          if (one - other < 0.05 * largest) continue;
          expect(
            strength[a],
            `${it.tokens[a]?.text} ${one} against ${it.tokens[b]?.text} ${other}`,
          ).toBeGreaterThan(strength[b] ?? Infinity);
        }
      }
      await workbench().screenshot('panel-dark');
    });

    test('selects a token of the list in the editor and explains it', async () => {
      const { editor, panel, statusBar } = workbench();
      const street = english.indexOf('street');
      const token = it.tokens.findIndex(({ start }) => start === street);
      const end = it.tokens[token]?.end ?? 0;
      await panel.clickToken(token);
      await eventually(
        () => statusBar.selection(),
        (text) => text === `Ln 1, Col ${end + 1} (${end - street} selected)`,
      );
      const explained = await explainHeadless(english, english.slice(street, end));
      await expectHighlights(editor, explained, rowOf(explained, 'mean'), 'dark');
    });

    test('selects the token of a clicked row of the matrix in the editor', async () => {
      const { panel, statusBar } = workbench();
      const queryColour = contributedColour('headlight.query', 'dark');
      const box = (await panel.pictureWith((drawn) => drawn.boxOf(queryColour) !== undefined)).boxOf(
        queryColour,
      );
      if (!box) throw new Error('The query is not outlined.');
      const cell = (box.right + 1 - box.left) / it.tokens.length;
      const street = it.tokens.findIndex(({ start }) => start === english.indexOf('street'));
      // “The” is the first token after [CLS].
      const top = box.top - (street - 1) * cell;
      await panel.clickMatrix(box.left + 2.5 * cell, top + cell / 2);
      await eventually(
        () => statusBar.selection(),
        (text) => text === 'Ln 1, Col 4 (3 selected)',
      );
    });

    test('follows the caret of the editor', async () => {
      const { editor, panel } = workbench();
      await editor.clickWord('it');
      const expected = rowOf(it, 'mean');
      const strongest = expected.indexOf(Math.max(...expected));
      await eventually(
        () => panel.row(),
        (row) => Math.abs((row.get(strongest)?.weight ?? 0) - (expected[strongest] ?? 0)) < 0.001,
      );
    });

    test('moves by keyboard and selects with Enter', async () => {
      const { editor, panel, statusBar } = workbench();
      await panel.matrix.focus();
      await editor.press('Control+Home');
      await editor.press('ArrowDown');
      await panel.frame.locator('[role=gridcell]', { hasText: /^The → / }).waitFor({ state: 'attached' });
      await editor.press('Enter');
      await eventually(
        () => statusBar.selection(),
        (text) => text === 'Ln 1, Col 4 (3 selected)',
      );
    });

    test('chooses layer, head and direction for the editor too', async () => {
      const { editor, panel, statusBar } = workbench();
      await editor.clickWord('it');
      await panel.choose('layer', 'Layer 1');
      await statusBar.waitFor('L 1 · H mean');
      await panel.choose('head', 'Head 2');
      await statusBar.waitFor('L 1 · H 2');
      await expectHighlights(editor, it, rowOf(it, { layer: 1, head: 2 }), 'dark');
      const before = await panel.row();
      await panel.control('direction').getByText('attended by').click();
      await eventually(
        () => panel.row(),
        (row) => JSON.stringify([...row]) !== JSON.stringify([...before]),
      );
      await panel.control('direction').getByText('attends to').click();
      await expectHighlights(editor, it, rowOf(it, { layer: 1, head: 2 }), 'dark');
    });

    test('shows special tokens when asked', async () => {
      const { panel } = workbench();
      await panel.control('hideSpecial').click();
      await eventually(
        () => panel.row(),
        (row) => row.size === it.tokens.length,
      );
      await panel.control('hideSpecial').click();
      await eventually(
        () => panel.row(),
        (row) => row.size < it.tokens.length,
      );
    });
  });
}
