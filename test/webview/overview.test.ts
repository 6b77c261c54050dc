import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fakeHeads, fakeLayers, headWeights } from './attentionLike';
import { calls, nextDrawing, providePages, waitForCall } from './pages';
import { tokensOf } from './texts';

const { openDrawn } = providePages();
const grid = (page: Page): Locator => page.locator('[data-role="overview"]');
const heads = (page: Page): Promise<string[]> =>
  grid(page)
    .locator('[role=option]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-head') ?? ''));

async function openOverview(page: Page): Promise<void> {
  await page.locator('.overview > summary').click();
  await grid(page)
    .locator(`[data-head="${fakeLayers - 1}/${fakeHeads - 1}"]`)
    .waitFor();
}

/** How much the heads of the fake host put on the token before, by `layer/head`. */
function onPrevious(length: number): Map<string, number> {
  const tokens = tokensOf('en', length);
  const names: [string, number][] = [];
  for (let layer = 0; layer < fakeLayers; layer++)
    for (let head = 0; head < fakeHeads; head++) {
      const weights = headWeights(tokens, layer, head);
      let sum = 0;
      for (let query = 1; query < length; query++) sum += weights[query * length + query - 1] ?? 0;
      names.push([`${layer}/${head}`, sum / (length - 1)]);
    }
  return new Map(names);
}

describe('the overview of all heads', () => {
  it('is closed at first and then shows every head of every layer, in their order', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    expect(await heads(page)).toEqual([]);
    await openOverview(page);
    const expected = Array.from({ length: fakeLayers }, (_, layer) =>
      Array.from({ length: fakeHeads }, (_, head) => `${layer}/${head}`),
    ).flat();
    expect(await heads(page)).toEqual(expected);
    // A row of the grid is a layer.
    const tops = await grid(page)
      .locator('[role=option]')
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
    expect(new Set(tops).size).toBe(fakeLayers);
    expect(await page.evaluate(() => window.fakeHost.saved)).toMatchObject({ overviewOpen: true });
  });

  it('sorts by a figure', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await openOverview(page);
    await choose(page, 'overviewFigure', 'On the token before');
    await choose(page, 'overviewOrder', 'Highest first');
    const values = onPrevious(12);
    const expected = [...values.keys()].sort((a, b) => (values.get(b) ?? 0) - (values.get(a) ?? 0));
    expect((await heads(page)).slice(0, 8)).toEqual(expected.slice(0, 8));
    const top = grid(page).locator('[role=option]').first();
    expect(await top.locator('.figure').innerText()).toBe(
      `${Math.round(100 * (values.get(expected[0] ?? '') ?? 0))}%`,
    );
  });

  it('filters by the figure: what is below is dimmed in its place and left out of the sorted list', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await openOverview(page);
    await choose(page, 'overviewFigure', 'On the token before');
    await page.locator('[data-control=overviewLeast]').fill('50');
    await nextDrawing(page);
    const values = [...onPrevious(12).values()];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const above = values.filter((value) => value >= low + (high - low) / 2).length;
    expect(await grid(page).locator('.below').count()).toBe(values.length - above);
    expect(await grid(page).locator('[role=option]').count()).toBe(values.length);
    await choose(page, 'overviewOrder', 'Lowest first');
    expect(await grid(page).locator('[role=option]').count()).toBe(above);
  });

  it('opens a head by a click, and by the keyboard', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await openOverview(page);
    await grid(page).locator('[data-head="1/3"]').click();
    await waitForCall(page, 1);
    await grid(page).locator('[data-head="1/3"][aria-selected=true]').waitFor();
    await grid(page).locator('[data-head="1/3"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await waitForCall(page, 2);
    expect(await calls(page)).toEqual([
      { method: 'choose', question: { kind: 'self', layer: 1, head: 3 } },
      { method: 'choose', question: { kind: 'self', layer: 2, head: 4 } },
    ]);
    const focused = page.locator('[data-head="2/4"]');
    expect(await focused.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.locator('.overview-readout').innerText()).toMatch(
      /^Layer 2 · Head 4: Entropy \(bits\) /,
    );
  });

  it('is a single tab stop and names each head with its figures', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await openOverview(page);
    expect(await grid(page).locator('[tabindex="0"]').count()).toBe(1);
    const name = await grid(page).locator('[data-head="0/0"]').getAttribute('aria-label');
    expect(name).toMatch(/^Layer 0 · Head 0: Entropy \(bits\) [\d.]+ · Distance .* · On itself [\d.]+%$/);
  });

  it('has no neighbours among the figures of cross-attention', async () => {
    const page = await openDrawn({ scenario: { tokens: 12, targetTokens: 9 } });
    await page.evaluate(() => {
      window.fakeHost.change({ choice: { kind: 'cross', layer: 1, head: 0 } });
    });
    await openOverview(page);
    const name = await grid(page).locator('[data-head="0/0"]').getAttribute('aria-label');
    expect(name).toMatch(
      /^Layer 0 · Head 0: Entropy \(bits\) [\d.]+ · On special tokens .* · On the first token [\d.]+%$/,
    );
  });

  it('says so where it cannot be computed', async () => {
    const page = await openDrawn({ scenario: { tokens: 12 } });
    await page.evaluate(() => {
      window.fakeHost.change({ failTiles: true });
    });
    await page.locator('.overview > summary').click();
    await page.getByText('The overview could not be computed.').waitFor();
  });
});

async function choose(page: Page, control: string, option: string): Promise<void> {
  const dropdown = page.locator(`[data-control=${control}]`);
  await dropdown.click();
  await dropdown.locator('vscode-option', { hasText: option }).first().click();
  await nextDrawing(page);
}
