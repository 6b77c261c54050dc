/** Pictures to look at: HEADLIGHT_SHOTS=<folder> npx vitest run --config test/webview/vitest.config.ts screenshots */
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { panelStrings } from '../../src/protocol/panelStrings';
import { buildPage, launchBrowser, openPanel, type Built, type PanelQuestion } from './browser';
import type { Scenario } from './scenario';

const folder = process.env.HEADLIGHT_SHOTS;
const only = process.env.HEADLIGHT_SHOTS_ONLY ?? '';

/** The panel's words in Chinese, as far as the bundle has them. */
function chineseStrings(): Scenario['strings'] {
  // SAFETY: a bundle of @vscode/l10n holds a string or a commented message for each English text.
  const bundle = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<
    string,
    string | { message: string }
  >;
  const words = Object.entries(panelStrings).map(([key, english]) => {
    const found = bundle[english];
    return [key, typeof found === 'object' ? found.message : (found ?? english)];
  });
  // SAFETY: the keys are those of panelStrings.
  return Object.fromEntries(words) as Scenario['strings'];
}

const translation: Partial<Scenario> = {
  tokens: 14,
  targetTokens: 12,
  query: [3],
  querySide: 'target',
  choice: { kind: 'cross', layer: 2, head: 1 },
  hideSpecial: true,
};

const guesses: Scenario['predictions'] = {
  kind: 'masked',
  places: [
    {
      token: 3,
      predictions: ['on', 'in', 'of', 'above', 'behind', 'near'].map((text, at) => ({
        id: at,
        text,
        probability: 0.52 / 2 ** at,
      })),
      original: { id: 0, text: 'on', probability: 0.52, rank: 1 },
    },
  ],
};

function questions(): Record<string, PanelQuestion> {
  const zh = { language: 'zh', strings: chineseStrings() } as const;
  const shots: Record<string, PanelQuestion> = {};
  for (const theme of ['dark', 'light', 'highContrast'] as const)
    for (const width of [300, 700])
      for (const tokens of [12, 60, 300]) {
        const query = [Math.floor(tokens / 3)];
        const height = width === 300 ? 820 : 640;
        shots[`${theme}-${width}-${tokens}-en`] = { theme, width, height, scenario: { tokens, query } };
        if (tokens < 300)
          shots[`${theme}-${width}-${tokens}-zh`] = {
            theme,
            width,
            height,
            scenario: { tokens, query, ...zh },
          };
      }
  const narrow = (scenario: Partial<Scenario>, more: PanelQuestion = {}): PanelQuestion => ({
    ...more,
    scenario,
  });
  return {
    ...shots,
    'states-empty': narrow({ tokens: 0, status: { kind: 'empty' } }, { height: 260 }),
    'states-busy': narrow({ tokens: 0, status: { kind: 'busy', stage: 'loading' } }, { height: 160 }),
    'states-error': narrow(
      {
        tokens: 0,
        status: {
          kind: 'error',
          message:
            'The file models/big.onnx is a Git LFS pointer, not the model itself. Run “git lfs pull” where it came from.',
        },
      },
      { height: 300, theme: 'light' },
    ),
    'states-notices': narrow(
      {
        tokens: 24,
        status: { kind: 'busy', stage: 'running' },
        stale: true,
        cut: true,
        maxAbsError: 0.13,
        refused: [{ node: '/encoder/layer.3/attention/MatMul', reason: 'the scores pass through Tanh' }],
      },
      { height: 1000, theme: 'light' },
    ),
    'states-notices-dark': narrow({ tokens: 24, stale: true, cut: true, failTiles: true }, { height: 700 }),
    'states-notices-hc': narrow(
      { tokens: 24, stale: true, cut: true },
      { height: 800, theme: 'highContrast' },
    ),
    'cross-300': narrow(translation, { height: 900 }),
    'cross-light-300': narrow(translation, { height: 900, theme: 'light' }),
    'cross-hc-300': narrow(
      { ...translation, query: [4], querySide: 'source', direction: 'attendedBy' },
      { height: 900, theme: 'highContrast' },
    ),
    'cross-wide-900': narrow({ ...translation, ...zh }, { width: 900, height: 640 }),
    'masked-300': narrow({ tokens: 12, predictions: guesses }, { height: 1100 }),
    'masked-light-300': narrow({ tokens: 12, predictions: guesses }, { height: 1100, theme: 'light' }),
    'masked-hc-300': narrow({ tokens: 12, predictions: guesses }, { height: 1100, theme: 'highContrast' }),
    'overview-300': narrow({ tokens: 40, query: [8] }, { height: 900 }),
    'overview-240': narrow({ tokens: 40, query: [8] }, { height: 900, width: 240, theme: 'light' }),
    'overview-hc-300': narrow({ tokens: 40, query: [8] }, { height: 900, theme: 'highContrast' }),
    'overview-hc-light-300': narrow({ tokens: 40, query: [8] }, { height: 900, theme: 'highContrastLight' }),
    'overview-zh-900': narrow(
      { tokens: 60, query: [20], ...zh },
      { width: 900, height: 900, theme: 'light' },
    ),
    'overview-sorted-700': narrow({ tokens: 60, query: [20] }, { width: 700, height: 900 }),
    'by-300': narrow({ tokens: 24, direction: 'attendedBy', hideSpecial: true, query: [5, 6] }, {}),
    'narrow-240': narrow({ tokens: 40, query: [8], hideSpecial: true }, { width: 240 }),
    'zoomed-300': narrow({ tokens: 300, query: [100] }, { theme: 'light' }),
    'focus-300': narrow({ tokens: 24, query: [8] }),
    'dropdown-300': narrow({ tokens: 24, query: [8] }),
    'long-512': narrow({ tokens: 512, query: [100] }, { pixelRatio: 2 }),
    'wide-900': narrow({ tokens: 60, query: [20] }, { width: 900, height: 700, theme: 'light' }),
    'retina-300': narrow({ tokens: 60, query: [20] }, { pixelRatio: 2 }),
    'hc-light-300': narrow({ tokens: 24, query: [8] }, { theme: 'highContrastLight' }),
    'forced-colors': narrow({ tokens: 24, query: [8] }, { forcedColors: true, theme: 'highContrast' }),
  };
}

describe.skipIf(folder === undefined)('screenshots (set HEADLIGHT_SHOTS to a folder)', () => {
  let browser: Browser;
  let built: Built;
  beforeAll(async () => {
    mkdirSync(folder ?? '', { recursive: true });
    [browser, built] = [await launchBrowser(), await buildPage()];
  });
  afterAll(() => browser.close());

  const all = folder === undefined ? {} : questions();
  it.each(Object.entries(all).filter(([name]) => name.includes(only)))('%s', async (name, question) => {
    const panel = await openPanel(browser, built, question);
    const hasMatrix = (question.scenario?.tokens ?? 12) > 0 && question.scenario?.failTiles !== true;
    await panel.page
      .locator(hasMatrix ? 'body:not([data-tile=""])[data-tile]' : 'body[data-drawn]')
      .waitFor();
    if (name.includes('-60-')) {
      const box = await panel.page.locator('[data-role="matrix"]').boundingBox();
      if (box) await panel.page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7);
    }
    if (name.startsWith('zoomed')) await panel.page.locator('[data-control="zoomIn"]').click();
    if (name.startsWith('focus')) {
      await panel.page.locator('[data-control="hideSpecial"]').focus();
      for (const key of ['Tab', 'ArrowDown', 'ArrowRight']) await panel.page.keyboard.press(key);
    }
    if (name.startsWith('overview')) {
      await panel.page.locator('.overview > summary').click();
      await panel.page.locator('[data-head="2/1"]').hover();
    }
    if (name.startsWith('overview-sorted')) {
      await panel.page.locator('[data-control=overviewOrder]').click();
      await panel.page.locator('[data-control=overviewOrder] vscode-option').last().click();
    }
    if (name.startsWith('dropdown')) await panel.page.locator('[data-control="head"]').click();
    await panel.page.waitForTimeout(400);
    await panel.page.screenshot({ path: `${folder ?? ''}/${name}.png` });
    expect(panel.errors).toEqual([]);
    await panel.close();
  });
});
