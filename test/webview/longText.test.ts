import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headWeights } from './attentionLike';
import { buildPage, launchBrowser, openPanel, waitForTile, type Built } from './browser';
import { tokensOf } from './texts';

let browser: Browser;
let built: Built;

beforeAll(async () => {
  browser = await launchBrowser();
  built = await buildPage();
});
afterAll(() => browser.close());

describe('a text of more tokens than a tile has cells', () => {
  it('is pooled as a whole, and shows each weight where it is zoomed in', async () => {
    const tokens = 1100;
    const query = 700;
    const opened = await openPanel(browser, built, { scenario: { tokens, query: [query] } });
    const { page, errors } = opened;
    await waitForTile(page, '1/self/2/0/all');
    const pooled = page.locator('.heatmap-bar .hint');
    await pooled.waitFor();
    await page.locator('[data-control="zoomIn"]').click();
    await pooled.waitFor({ state: 'hidden' });
    // The keyboard starts at the query's largest weight.
    await page.locator('[data-role="matrix"]').focus();
    await page.keyboard.press('ArrowDown');
    const weights = headWeights(tokensOf('en', tokens), 2, 0);
    const cell = page.locator('[role="gridcell"][aria-selected]').first();
    const place = await page.locator('[role="row"][aria-rowindex]').first().getAttribute('aria-rowindex');
    const row = Number(place) - 1;
    const column = Number(await cell.getAttribute('aria-colindex')) - 1;
    expect(Math.abs(row - query)).toBeLessThanOrEqual(1);
    const weight = weights[row * tokens + column] ?? 0;
    const shown = page.locator('[data-role="readout"] .weight');
    await shown.filter({ hasText: weight < 0.0005 ? '<0.001' : weight.toFixed(3) }).waitFor();
    expect(await page.evaluate(() => window.fakeHost.tilesAsked.length)).toBe(2);
    await page.locator('[data-control="zoomFit"]').click();
    await pooled.waitFor();
    expect(errors).toEqual([]);
    await opened.close();
  });
});
