import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { provideChromium } from '../../../scripts/setup/chromium.mjs';

export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

/** A headless Chromium with a fresh profile and one page. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await provideChromium();
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'headlight-chromium-'));
  // Some systems' Chromium blocks third-party cookies, and with them the service workers of webviews.
  fs.mkdirSync(path.join(profile, 'Default'));
  fs.writeFileSync(
    path.join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    // Without a sandbox, since containers and root have none to offer; nothing but the loopback address is visited.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...background],
  });
  return {
    page: await firstPage(context),
    close: async () => {
      await context.close();
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

const background = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function firstPage(context: BrowserContext): Promise<Page> {
  return context.pages()[0] ?? (await context.newPage());
}
