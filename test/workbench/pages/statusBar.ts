import type { Locator, Page } from 'playwright-core';

export class StatusBar {
  constructor(private readonly page: Page) {}

  /** Headlight's own item. */
  get item(): Locator {
    return this.page.locator('.statusbar-item[id*="headlight"]').first();
  }

  /** Waits until Headlight's item holds some text, and returns all of it. */
  async waitFor(containing: string | RegExp): Promise<string> {
    const item = this.page.locator('.statusbar-item[id*="headlight"]', { hasText: containing }).first();
    await item.waitFor({ timeout: 30_000 });
    return (await item.innerText()).trim();
  }

  /** What VS Code says about caret and selection, such as “Ln 1, Col 5 (3 selected)”. */
  async selection(): Promise<string> {
    return this.page.locator('[id="status.editor.selection"]').innerText();
  }
}
