import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { headWeights } from './attentionLike';
import { waitForTile } from './browser';
import { calls, cellsOf, matrix, pixels, providePages, rowTokens, waitForCall, waitForQuery } from './pages';
import { tokensOf } from './texts';

const { open, openDrawn } = providePages();

describe('an encoder–decoder', () => {
  const scenario = {
    tokens: 9,
    targetTokens: 6,
    query: [2],
    querySide: 'target',
    choice: { kind: 'cross', layer: 2, head: 0 },
  } as const;
  const selected = (page: Page): Promise<unknown> =>
    page.evaluate(() => window.fakeHost.calls.findLast(({ method }) => method === 'selectToken')?.question);

  it('draws a row for each token of the translation and a column for each of the source', async () => {
    const page = await open({ scenario });
    await waitForTile(page, '1/cross/2/0/all');
    expect(await matrix(page).getAttribute('aria-rowcount')).toBe('6');
    expect(await matrix(page).getAttribute('aria-colcount')).toBe('9');
    const weights = headWeights(tokensOf('zh', 6), 2, 0, tokensOf('en', 9));
    const cell = await cellsOf(page, 9);
    const points = Array.from(weights, (_, at) => cell(Math.floor(at / 9), at % 9));
    // The outline of the query's row hides some of the cells' own colours near their edges, not in their middle.
    const reds = (await pixels(page, points)).map(([red = 0], at) => ({ weight: weights[at] ?? 0, red }));
    reds.sort((a, b) => a.weight - b.weight);
    for (let at = 1; at < reds.length; at++)
      expect(reds[at]?.red).toBeGreaterThanOrEqual(reds[at - 1]?.red ?? 0);
    expect(reds.at(-1)?.red).toBe(0xe5);
  });

  it('shows the translation, and offers the editor for it', async () => {
    const page = await open({ scenario });
    await page.locator('[data-role="translation"]', { hasText: '老港口的' }).waitFor();
    await page.locator('[data-control="openTranslation"]').click();
    await waitForCall(page, 1);
    expect(await calls(page)).toEqual([{ method: 'runCommand', question: 'openTranslation' }]);
  });

  it('lists the tokens of the other text, and selects them there', async () => {
    const page = await open({ scenario });
    await waitForTile(page, '1/cross/2/0/all');
    expect([...(await rowTokens(page))].sort()).toEqual(
      tokensOf('en', 9)
        .map(({ text }) => text)
        .sort(),
    );
    await page.locator('table[data-role="row"] tr[data-token="3"]').click();
    await page.locator('h2', { hasText: 'is attended by' }).waitFor();
    expect(await selected(page)).toEqual({ run: 1, side: 'source', token: 3 });
    // Now the row is of the translation; a click on a row of the matrix leads back into it.
    expect(await rowTokens(page)).toHaveLength(6);
    await page.mouse.click(...(await cellsOf(page, 9))(4, 7));
    await waitForQuery(page, '4');
    expect(await selected(page)).toEqual({ run: 1, side: 'target', token: 4 });
  });

  it('offers the kinds of attention, and a direction only within one text', async () => {
    const page = await open({ scenario });
    await waitForTile(page, '1/cross/2/0/all');
    const kinds = page.locator('[data-control="kind"] vscode-radio');
    expect((await kinds.allInnerTexts()).map((text) => text.trim())).toEqual(['Encoder', 'Decoder', 'Cross']);
    expect(await page.locator('[data-control="direction"]').isVisible()).toBe(false);
    await kinds.filter({ hasText: 'Decoder' }).click();
    await waitForTile(page, '1/causal/2/0/all');
    expect(await matrix(page).getAttribute('aria-colcount')).toBe('6');
    expect(await page.locator('[data-control="direction"]').isVisible()).toBe(true);
    await kinds.filter({ hasText: 'Encoder' }).click();
    await waitForTile(page, '1/self/2/0/all');
    expect(await matrix(page).getAttribute('aria-rowcount')).toBe('9');
  });

  it('offers no kinds where there is one only', async () => {
    const page = await openDrawn();
    expect(await page.locator('[data-control="kind"]').isVisible()).toBe(false);
  });
});

describe('predictions', () => {
  const predictions = [
    { id: 7, text: ' mat', probability: 0.5 },
    { id: 8, text: '\n', probability: 0.25 },
    { id: 9, text: '<b>', probability: 0.0001 },
  ];
  const rows = (page: Page): Promise<string[][]> =>
    page
      .locator('table[data-role="predictions"] tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

  it('lists the next tokens with visible blanks, as text and with bars in proportion', async () => {
    const page = await openDrawn({
      scenario: { predictions: { kind: 'next', places: [{ token: 3, predictions, original: undefined }] } },
    });
    await page.locator('h2', { hasText: 'Expected after “on”' }).waitFor();
    expect(await rows(page)).toEqual([
      ['␣mat', '50%'],
      ['↵', '25%'],
      ['<b>', '<0.1%'],
    ]);
    const widths = await page
      .locator('table[data-role="predictions"] .fill')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect(widths[1]).toBeCloseTo((widths[0] ?? 0) / 2, 0);
  });

  it('lists each masked place, and where the text itself stands among the guesses', async () => {
    const original = { id: 8, text: 'dog', probability: 0.25, rank: 2 };
    const places = [
      { token: 3, predictions, original },
      {
        token: 4,
        predictions,
        original: { ...original, id: 99, text: 'ged', probability: 0.001, rank: 412 },
      },
    ];
    const page = await openDrawn({ scenario: { predictions: { kind: 'masked', places } } });
    await page.locator('h2', { hasText: 'In place of the masked “ged”' }).waitFor();
    expect(await page.locator('.predictions .hint').allInnerTexts()).toEqual([
      'In the text: dog (rank 2, 25%)',
      'In the text: ged (rank 412, 0.1%)',
    ]);
    expect(await page.locator('table[data-role="predictions"] tr.original').count()).toBe(1);
  });
});
