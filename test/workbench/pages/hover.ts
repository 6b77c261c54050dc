import type { Locator, Page } from 'playwright-core';
import type { Editor } from './editor';

/** The hover over a word in the editor. */
export class Hover {
  constructor(
    private readonly page: Page,
    private readonly editor: Editor,
  ) {}

  /** Moves the mouse over a word and waits for the hover that holds some text. */
  async over(word: string, containing: string, patienceMs = 15_000): Promise<Locator> {
    const { x, y, width, height } = await this.editor.rectOf(word);
    await this.page.mouse.move(x + width / 2 - 2, y + height / 2);
    await this.page.mouse.move(x + width / 2, y + height / 2 + 1);
    const shown = this.page.locator('.monaco-hover:not(.hidden)', { hasText: containing }).first();
    await shown.waitFor({ timeout: patienceMs });
    return shown;
  }

  /** Whether a hover with some text comes up within a time. */
  async comesUp(word: string, containing: string, patienceMs: number): Promise<boolean> {
    return this.over(word, containing, patienceMs).then(
      () => true,
      () => false,
    );
  }

  async leave(): Promise<void> {
    await this.page.mouse.move(720, 880);
    await this.page.locator('.monaco-hover:not(.hidden)').first().waitFor({ state: 'hidden' });
  }
}
