/** One browser for a file's tests, a page for each, and what tests ask of the page. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  buildPage,
  launchBrowser,
  openPanel,
  waitForTile,
  type Built,
  type OpenPanel,
  type PanelQuestion,
} from './browser';

export interface Pages {
  /** Opens the panel as a scenario has it. */
  readonly open: (question?: PanelQuestion) => Promise<Page>;
  /** Opens it, and waits for the matrix of the scenario's first choice. */
  readonly openDrawn: (question?: PanelQuestion) => Promise<Page>;
}

/** Registers the hooks that start and end the browser and each page. */
export function providePages(): Pages {
  let browser: Browser;
  let built: Built;
  let opened: OpenPanel | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
    built = await buildPage();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    // Among the errors would be every violation of the content policy.
    expect(opened?.errors ?? []).toEqual([]);
    await opened?.close();
    opened = undefined;
  });
  const open = async (question: PanelQuestion = {}): Promise<Page> => {
    opened = await openPanel(browser, built, question);
    return opened.page;
  };
  return {
    open,
    openDrawn: async (question = {}) => {
      const page = await open(question);
      await waitForTile(page, '1/self/2/0/all');
      return page;
    },
  };
}

export const matrix = (page: Page): Locator => page.locator('[data-role="matrix"]');
export const rowTokens = (page: Page): Promise<string[]> =>
  page.locator('table[data-role="row"] tbody tr .token').allInnerTexts();
export const calls = (page: Page): Promise<unknown> => page.evaluate(() => window.fakeHost.calls);
export const waitForCall = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction((wanted) => window.fakeHost.calls.length >= wanted, count);
/** The page draws in the frame after a change. */
export const nextDrawing = (page: Page): Promise<unknown> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(resolve);
        });
      }),
  );
export const waitForQuery = (page: Page, query: string): Promise<void> =>
  page.locator(`body[data-query="${query}"]`).waitFor();

/** Where the cells of a fitted matrix lie: a function of query and key that gives the point in the page. */
export async function cellsOf(
  page: Page,
  length: number,
): Promise<(query: number, key: number) => [number, number]> {
  await nextDrawing(page);
  const place = await page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) throw new Error('no canvas');
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width;
    const inset = Math.round(6 * ratio);
    const column = context.getImageData(canvas.width - inset, 0, 1, canvas.height).data;
    const row = context.getImageData(0, canvas.height - inset, canvas.width, 1).data;
    // From the end back to the first point that shows the page through: there the matrix begins.
    const begin = (data: Uint8ClampedArray): number => {
      for (let at = data.length / 4 - inset; at > 0; at--)
        if ((data[4 * at + 3] ?? 0) < 255) return (at + 1) / ratio;
      return 0;
    };
    return { left: box.left, top: box.top, width: box.width, header: begin(column), gutter: begin(row) };
  });
  const cell = (place.width - place.gutter - 1) / length;
  return (query, key) => [
    place.left + place.gutter + (key + 0.5) * cell,
    place.top + place.header + (query + 0.5) * cell,
  ];
}

/** The canvas's colours at points of the page, `[red, green, blue, alpha]` each. */
export async function pixels(
  page: Page,
  points: readonly (readonly [number, number])[],
): Promise<number[][]> {
  return page.evaluate((asked) => {
    const canvas = document.querySelector('canvas');
    const box = canvas?.getBoundingClientRect();
    const context = canvas?.getContext('2d');
    if (!canvas || !box || !context) throw new Error('no canvas');
    const ratio = canvas.width / box.width;
    return asked.map(([x, y]) => [
      ...context.getImageData((x - box.left) * ratio, (y - box.top) * ratio, 1, 1).data,
    ]);
  }, points);
}
