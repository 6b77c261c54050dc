import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Headlight's side panel: a page in two nested frames, which VS Code keeps beside the side bar and not in it. */
export class Panel {
  constructor(private readonly page: Page) {}

  get frame(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').first().frameLocator('iframe#active-frame');
  }

  get canvas(): Locator {
    return this.frame.locator('canvas').first();
  }

  /** How often the page has drawn its picture. */
  async drawn(): Promise<number> {
    return Number((await this.frame.locator('body').getAttribute('data-drawn')) ?? 0);
  }

  /** Waits for the first picture, or for one after the `than`th. */
  async waitForDrawing(than = 0): Promise<void> {
    await this.frame.locator('body[data-drawn]').waitFor({ timeout: 30_000 });
    const giveUp = Date.now() + 20_000;
    while ((await this.drawn()) <= than) {
      if (Date.now() > giveUp) throw new Error(`The panel has not drawn more than ${than} pictures.`);
      await this.page.waitForTimeout(50);
    }
  }
}
