import { describe, expect, it } from 'vitest';
import { headWeights } from './attentionLike';
import { switchTheme, waitForTile } from './browser';
import {
  calls,
  cellsOf,
  matrix,
  nextDrawing,
  pixels,
  providePages,
  rowTokens,
  waitForCall,
  waitForQuery,
} from './pages';
import { tokensOf } from './texts';

const { open, openDrawn } = providePages();

describe('the matrix', () => {
  it('draws each weight in proportion, on the theme’s background', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    const weights = headWeights(tokensOf('en', 12), 2, 0);
    const largest = Math.max(...weights);
    const cell = await cellsOf(page, 12);
    const points = Array.from(weights, (_, at) => cell(Math.floor(at / 12), at % 12));
    const colours = await pixels(page, points);
    const shades = colours.map(([red = 0], at) => ({ weight: weights[at] ?? 0, red }));
    shades.sort((a, b) => a.weight - b.weight);
    // In Dark Modern red rises from the background's 0x1f to the accent's 0xe5.
    for (let at = 1; at < shades.length; at++)
      expect(shades[at]?.red).toBeGreaterThanOrEqual(shades[at - 1]?.red ?? 0);
    expect(shades[0]?.red).toBeLessThan(0x1f + 8);
    expect(shades.at(-1)).toEqual({ weight: largest, red: 0xe5 });
  });

  it('selects the token of a clicked row, and of a clicked column when columns are looked at', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    const cell = await cellsOf(page, 12);
    await page.mouse.click(...cell(7, 4));
    await waitForQuery(page, '7');
    await page.evaluate(() => {
      window.fakeHost.change({ direction: 'attendedBy' });
    });
    await page.mouse.click(...cell(7, 4));
    await waitForQuery(page, '4');
    expect(await calls(page)).toEqual([
      { method: 'selectToken', question: { run: 1, side: 'source', token: 7 } },
      { method: 'selectToken', question: { run: 1, side: 'source', token: 4 } },
    ]);
  });

  it('reads out the pointed cell in words', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await page.mouse.move(...(await cellsOf(page, 12))(2, 5));
    const readout = page.locator('[data-role="readout"]');
    const weight = headWeights(tokensOf('en', 12), 2, 0)[2 * 12 + 5] ?? 0;
    await readout.locator('.weight', { hasText: weight < 0.0005 ? '<0.001' : weight.toFixed(3) }).waitFor();
    expect(await readout.locator('.token').allInnerTexts()).toEqual(['lamp', 'old']);
  });

  it('marks the row of the caret’s word when it moves in the editor', async () => {
    const page = await openDrawn({ scenario: { tokens: 12, query: [3] } });
    await page.evaluate(() => {
      window.fakeHost.change({ query: [8] });
    });
    await waitForQuery(page, '8');
    const cell = await cellsOf(page, 12);
    const [x, y] = cell(8, 0);
    const [, above] = cell(7, 0);
    const between = Array.from({ length: 12 }, (_, n) => [x + 4, above + ((y - above) * n) / 12] as const);
    const colours = await pixels(page, between);
    // headlight.query in dark is #4fc1ff.
    expect(colours).toContainEqual([0x4f, 0xc1, 0xff, 255]);
    expect(await page.evaluate(() => window.fakeHost.tilesAsked)).toEqual(['1/self/2/0']);
  });

  it('asks once for a tile and again for another head', async () => {
    const page = await openDrawn({ scenario: { tokens: 60 } });
    await page.evaluate(() => {
      window.fakeHost.change({ choice: { kind: 'self', layer: 'mean', head: 'max' } });
    });
    await waitForTile(page, '1/self/mean/max/all');
    await page.evaluate(() => {
      window.fakeHost.change({ run: 2 });
    });
    await waitForTile(page, '2/self/mean/max/all');
    expect(await page.evaluate(() => window.fakeHost.tilesAsked)).toEqual([
      '1/self/2/0',
      '1/self/mean/max',
      '2/self/mean/max',
    ]);
  });
});

describe('the keyboard', () => {
  it('moves through the matrix as one tab stop and selects with Enter', async () => {
    const page = await openDrawn({ scenario: { tokens: 12, query: [3] } });
    await page.keyboard.press('Tab');
    for (let presses = 0; presses < 8; presses++) {
      if (await matrix(page).evaluate((grid) => grid === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    const active = async (): Promise<string | null> => {
      await nextDrawing(page);
      return matrix(page).evaluate((grid) => {
        const id = grid.getAttribute('aria-activedescendant');
        return id === null ? null : (document.getElementById(id)?.textContent ?? null);
      });
    };
    expect(await active()).toMatch(/^on → .*: weight 0\.\d{3}$/);
    await page.keyboard.press('Home');
    expect(await active()).toMatch(/^on → \[CLS\]: weight/);
    const before = await active();
    await page.keyboard.press('ArrowDown');
    expect(await active()).not.toBe(before);
    expect(await active()).toMatch(/^the → \[CLS\]: weight/);
    await page.keyboard.press('Enter');
    await waitForQuery(page, '4');
    expect(await calls(page)).toEqual([
      { method: 'selectToken', question: { run: 1, side: 'source', token: 4 } },
    ]);
  });

  it('changes the layer, and takes no shortcut for a choice', async () => {
    const page = await openDrawn();
    await page.locator('[data-control="layer"]').focus();
    await page.keyboard.press('Control+m');
    await page.keyboard.press('ArrowDown');
    await waitForTile(page, '1/self/3/0/all');
    expect(await calls(page)).toEqual([{ method: 'choose', question: { kind: 'self', layer: 3, head: 0 } }]);
  });
});

describe('zoom', () => {
  it('goes to readable labels, pans, returns, and is all that is saved', async () => {
    const page = await openDrawn({ scenario: { tokens: 300, query: [200] } });
    const size = (): Promise<number[]> =>
      matrix(page).evaluate((grid) => [grid.scrollWidth, grid.clientWidth, grid.scrollTop]);
    await page.locator('.hint', { hasText: '2 × 2' }).waitFor();
    await page.locator('[data-control="zoomIn"]').click();
    await page.locator('.heatmap-scroller.zoomed').waitFor();
    await nextDrawing(page);
    const [content = 0, view = 0, top = 0] = await size();
    expect(content).toBeGreaterThan(10 * view);
    expect(top).toBeGreaterThan(1000);
    expect(await page.evaluate(() => window.fakeHost.saved)).toEqual({ cellSize: 14, overviewOpen: false });
    await page.locator('[data-control="zoomFit"]').click();
    await page.locator('.heatmap-scroller:not(.zoomed)').waitFor();
    const [fitted = 0, same = 0] = await size();
    expect(fitted).toBe(same);
  });

  it('follows Ctrl and the wheel around the mouse', async () => {
    const page = await openDrawn({ scenario: { tokens: 60 } });
    const [x, y] = (await cellsOf(page, 60))(40, 30);
    await page.mouse.move(x, y);
    const pointed = (): Promise<string[]> => page.locator('[data-role="readout"] .token').allInnerTexts();
    await nextDrawing(page);
    const before = await pointed();
    await page.keyboard.down('Control');
    for (let turns = 0; turns < 4; turns++) await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await page.locator('.heatmap-scroller.zoomed').waitFor();
    await nextDrawing(page);
    await page.mouse.move(x + 0.4, y);
    await nextDrawing(page);
    expect(await pointed()).toEqual(before);
  });
});

describe('the words', () => {
  it.each([
    [40, 40],
    [200, 10],
  ])(
    'lists the row of a text of %i tokens in a table: %i at first, all when asked',
    async (tokens, first) => {
      const page = await openDrawn({ scenario: { tokens, query: [5] } });
      const row = headWeights(tokensOf('en', tokens), 2, 0).subarray(5 * tokens, 6 * tokens);
      const strongest = [...row.keys()].sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0));
      const texts = tokensOf('en', tokens).map(({ text }) => text);
      const table = page.locator('table[data-role="row"]');
      expect(await rowTokens(page)).toEqual(strongest.slice(0, first).map((token) => texts[token]));
      expect(await table.boundingBox()).toMatchObject({ height: 10 * 22 });
      await page.locator('[data-control="showAll"]').click();
      await table
        .locator('tbody tr')
        .nth(tokens - 1)
        .waitFor();
      await nextDrawing(page);
      expect(await table.boundingBox()).toMatchObject({ height: tokens * 22 });
      expect(await rowTokens(page)).toEqual(strongest.map((token) => texts[token]));
    },
  );

  it('hides special tokens and says that the rest is renormalised', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await page.locator('[data-control="hideSpecial"]').click();
    await waitForTile(page, '1/self/2/0/hidden');
    await page.locator('.hint', { hasText: 'renormalised' }).waitFor();
    expect(await rowTokens(page)).not.toContain('[SEP]');
  });

  it('switches the direction', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await page.locator('[data-control="direction"] vscode-radio', { hasText: 'attended by' }).click();
    await waitForCall(page, 1);
    await page.locator('h2', { hasText: '“on” is attended by' }).waitFor();
    expect(await calls(page)).toEqual([{ method: 'setDirection', question: 'attendedBy' }]);
  });

  it.each([
    [{ kind: 'empty' }, 'explain', 'Explain Attention'],
    [{ kind: 'error', message: 'There is no model.' }, 'showLog', 'Show Log'],
  ] as const)('offers the next thing to do when the state is %j', async (status, command, text) => {
    const page = await open({ scenario: { tokens: 0, status } });
    await page.locator(`[data-control="${command}"]`, { hasText: text }).click();
    await waitForCall(page, 1);
    expect(await calls(page)).toEqual([{ method: 'runCommand', question: command }]);
  });

  it('opens a model that is dropped on it, and takes nothing else', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    const drop = (type: string, data: string) =>
      page.evaluate(
        ([type, data]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.setData(type, data);
          const options = { dataTransfer, bubbles: true, cancelable: true };
          const isTaken = !document.body.dispatchEvent(new DragEvent('dragover', options));
          const isMarked = document.body.classList.contains('drop-target');
          document.body.dispatchEvent(new DragEvent('drop', options));
          return isTaken && isMarked;
        },
        [type, data] as const,
      );
    expect(await drop('text/plain', '/models/bert')).toBe(false);
    const list = '# from the explorer\r\nfile:///models/bert\r\nfile:///models/gpt2';
    expect(await drop('application/vnd.code.uri-list', list)).toBe(true);
    await waitForCall(page, 1);
    expect(await calls(page)).toEqual([{ method: 'openModel', question: 'file:///models/bert' }]);
    expect(await page.locator('body.drop-target').count()).toBe(0);
  });

  it('follows a change of theme', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    const drawn = await page.locator('body').getAttribute('data-drawn');
    await switchTheme(page, 'light');
    await page.waitForFunction((old) => document.body.dataset.drawn !== old, drawn);
    const [colour = []] = await pixels(page, [(await cellsOf(page, 12))(11, 1)]);
    expect(Math.min(...colour)).toBeGreaterThan(200);
  });
});
