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

  /** The text of a word's hover, its no-break spaces as plain ones. */
  async textOver(word: string, containing: string): Promise<string> {
    return (await (await this.over(word, containing)).innerText()).replaceAll('\u00a0', ' ');
  }

  /** The text of the hover that a command has opened, its no-break spaces as plain ones. */
  async shown(): Promise<string> {
    const shown = this.page.locator('.monaco-hover:not(.hidden)', { hasText: 'Show Heatmap' }).first();
    await shown.waitFor({ timeout: 30_000 });
    return (await shown.innerText()).replaceAll('\u00a0', ' ');
  }

  /** Whether a hover with some text comes up within a time. */
  async comesUp(word: string, containing: string, patienceMs: number): Promise<boolean> {
    return this.over(word, containing, patienceMs).then(
      () => true,
      () => false,
    );
  }

  /** The widths of the bars in the hover that is shown. */
  async barWidths(): Promise<number[]> {
    const bars = this.page.locator('.monaco-hover:not(.hidden) span[style*="background-color"]');
    return bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  }

  async leave(): Promise<void> {
    await this.page.mouse.move(720, 880);
    await this.page.locator('.monaco-hover:not(.hidden)').first().waitFor({ state: 'hidden' });
  }
}
