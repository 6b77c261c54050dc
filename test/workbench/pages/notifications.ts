import type { Page } from 'playwright-core';
import type { Palette } from './palette';

/** The toasts in the corner. */
export class Notifications {
  constructor(
    private readonly page: Page,
    private readonly palette: Palette,
  ) {}

  /** The text of the first notification that holds some words, once it is there. */
  async waitFor(containing: string | RegExp): Promise<string> {
    const message = this.page
      .locator('.notifications-toasts .notification-list-item-message', { hasText: containing })
      .first();
    await message.waitFor({ timeout: 30_000 });
    return message.innerText();
  }

  async clear(): Promise<void> {
    await this.palette.run('Notifications: Clear All Notifications');
    await this.page
      .locator('.notifications-toasts .notification-list-item')
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** Clicks a button of a notification. */
  async press(button: string): Promise<void> {
    await this.page.locator('.notifications-toasts .monaco-button', { hasText: button }).first().click();
  }
}
