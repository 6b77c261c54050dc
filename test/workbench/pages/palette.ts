import type { Page } from 'playwright-core';

/** The command palette and the quick picks that commands open. */
export class Palette {
  constructor(private readonly page: Page) {}

  /**
   * Runs a command by its title. The list is made when the palette opens, so it is opened anew until the command is in
   * it: extensions come some time after the window.
   */
  async run(title: string): Promise<void> {
    const giveUp = Date.now() + 30_000;
    for (;;) {
      await this.#open(`>${title}`);
      try {
        await this.row(title).click({ timeout: 1500 });
        return;
      } catch (error) {
        if (Date.now() > giveUp) throw error;
        await this.close();
      }
    }
  }

  /** Whether a command is in the list now. */
  async offers(title: string): Promise<boolean> {
    await this.#open(`>${title}`);
    await this.page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
    const found = await this.row(title).isVisible();
    await this.close();
    return found;
  }

  /** The rows of the quick pick that is open. */
  async rows(): Promise<readonly string[]> {
    const rows = this.page.locator('.quick-input-widget .monaco-list-row');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Chooses a row of the quick pick that is open. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** Types into the input with a placeholder, once a command has opened it, and takes what was typed. */
  async answer(placeholder: string, text: string): Promise<void> {
    const input = this.page.locator(`.quick-input-widget input[placeholder*="${placeholder}"]`).first();
    await input.fill(text);
    await input.press('Enter');
  }

  /** Presses a button of a row, by the name of its icon. */
  async pressButton(label: string, icon: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.locator(`.codicon-${icon}`).click();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  private row(label: string): ReturnType<Page['locator']> {
    return this.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first();
  }

  async #open(text: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await input.fill(text, { timeout: 15_000 });
  }
}
