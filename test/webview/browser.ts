/** Opens the built page in Chromium as VS Code would: its variables, its body classes, a strict content policy. */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { plainScenario, type Scenario } from './scenario';

export type ThemeName = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

interface Theme {
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

interface ManifestColour {
  readonly id: string;
  readonly defaults: Readonly<Record<ThemeName, string>>;
}

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

// SAFETY: capture.mjs writes this shape.
export const themes = readJson('test/fixtures/themes/themes.json') as Readonly<Record<ThemeName, Theme>>;

/** The theme's variables with the colours that the manifest contributes. */
export function themeVariables(name: ThemeName): Readonly<Record<string, string>> {
  // SAFETY: VS Code defines the shape of contributed colours.
  const manifest = readJson('package.json') as { contributes?: { colors?: readonly ManifestColour[] } };
  const own = (manifest.contributes?.colors ?? []).map(({ id, defaults }) => [
    `--vscode-${id.replaceAll('.', '-')}`,
    defaults[name],
  ]);
  // SAFETY: both sides hold names and values of CSS variables.
  return { ...themes[name].variables, ...(Object.fromEntries(own) as Record<string, string>) };
}

export interface Built {
  readonly script: string;
  readonly style: string;
  readonly fakeHost: string;
}

export async function buildPage(): Promise<Built> {
  const common = { bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'error' } as const;
  const page = await build({
    ...common,
    entryPoints: ['webview/main.ts'],
    outfile: 'webview.js',
    minify: true,
  });
  const host = await build({ ...common, entryPoints: ['test/webview/fakeHost.ts'] });
  const textOf = (end: string): string =>
    page.outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css'), fakeHost: host.outputFiles[0]?.text ?? '' };
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

export interface PanelQuestion {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly pixelRatio?: number;
  readonly scenario?: Partial<Scenario>;
  readonly forcedColors?: boolean;
}

export interface OpenPanel {
  readonly page: Page;
  /** Errors of the page, violations of its content policy among them. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

const origin = 'https://headlight.test';
const policy = `default-src 'none'; style-src ${origin}; font-src ${origin}; script-src 'nonce-n'`;

export async function openPanel(browser: Browser, built: Built, question: PanelQuestion): Promise<OpenPanel> {
  const { theme = 'dark', width = 300, height = 820, pixelRatio = 1, forcedColors = false } = question;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: pixelRatio,
    forcedColors: forcedColors ? 'active' : 'none',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // The toolkit's icon buttons carry an inline style that the policy blocks, without any effect.
    if (message.type() === 'error' && !message.text().includes('inline style')) errors.push(message.text());
  });
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/webview.css') return route.fulfill({ contentType: 'text/css', body: built.style });
    if (path === '/webview.js') return route.fulfill({ contentType: 'text/javascript', body: built.script });
    return route.fulfill({ contentType: 'text/html', body: pageHtml(theme) });
  });
  const scenario = { ...plainScenario, ...question.scenario };
  await page.addInitScript({
    content: `window.headlightScenario = ${JSON.stringify(scenario)};${built.fakeHost}`,
  });
  await page.goto(`${origin}/`);
  await page.evaluate(applyTheme, { kind: themes[theme].kind, variables: themeVariables(theme) });
  return { page, errors, close: () => context.close() };
}

function pageHtml(theme: ThemeName): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/webview.css"></head>
<body class="${themes[theme].kind}" data-vscode-theme-kind="${themes[theme].kind}">
<script nonce="n" src="/webview.js"></script></body></html>`;
}

/** Runs in the page: what VS Code does when the theme changes. */
function applyTheme({ kind, variables }: Theme): void {
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(name, value);
  document.documentElement.style.background = 'var(--vscode-sideBar-background)';
  document.body.className = kind.startsWith('vscode-high') ? `vscode-high-contrast ${kind}` : kind;
  document.body.dataset.vscodeThemeKind = kind;
}

export async function switchTheme(page: Page, theme: ThemeName): Promise<void> {
  await page.evaluate(applyTheme, { kind: themes[theme].kind, variables: themeVariables(theme) });
}

/** Waits until the page has drawn the tile of this key. */
export async function waitForTile(page: Page, key: string): Promise<void> {
  await page.locator(`body[data-tile="${key}"]`).waitFor({ timeout: 20_000 });
}
