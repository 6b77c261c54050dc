import type { Page } from 'playwright-core';
import type { Colour } from '../harness/colour';
import { parseComputed } from '../harness/colour';
import type { Palette } from './palette';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A decoration as the editor draws it. */
export interface Mark {
  readonly rect: Rect;
  readonly background: Colour;
  readonly border: Colour | undefined;
}

/** The active text editor. Line and column count from 0, columns in UTF-16 units. */
export class Editor {
  constructor(
    private readonly page: Page,
    private readonly palette: Palette,
  ) {}

  /** Opens a file of the workspace by the explorer; it must be in the first screenful. */
  async open(file: string): Promise<void> {
    await this.openTab(file);
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Opens a file that VS Code may show in something else than a text editor. */
  async openTab(file: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).first();
    if (!(await row.isVisible())) await this.palette.run('View: Show Explorer');
    await row.dblclick();
    await this.page.locator('.tab.active', { hasText: file }).waitFor();
  }

  async closeAll(): Promise<void> {
    while ((await this.page.locator('.tab.active').count()) > 0) {
      const name = await this.page.locator('.tab.active').first().innerText();
      await this.palette.run('View: Revert and Close Editor');
      await this.page.locator('.tab.active', { hasText: name }).waitFor({ state: 'hidden' });
    }
  }

  /** Puts the caret into a word by a click. */
  async clickWord(word: string, occurrence = 1): Promise<void> {
    const { x, y, width, height } = await this.rectOf(word, occurrence);
    await this.page.mouse.click(x + width / 2, y + height / 2);
  }

  /** Selects some text by dragging over it. */
  async select(text: string, occurrence = 1): Promise<void> {
    const { x, y, width, height } = await this.rectOf(text, occurrence);
    const { mouse } = this.page;
    await mouse.move(x + 1, y + height / 2);
    await mouse.down();
    await mouse.move(x + width / 2, y + height / 2);
    await mouse.move(x + width - 1, y + height / 2);
    await mouse.up();
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  /** Where a word is drawn. */
  async rectOf(word: string, occurrence = 1): Promise<Rect> {
    const lines = await this.lines();
    let left = occurrence;
    for (const [line, text] of lines.entries()) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (--left === 0) return this.rectAt(line, at, at + word.length);
      }
    }
    throw new Error(`“${word}” is not drawn as occurrence ${occurrence} in:\n${lines.join('\n')}`);
  }

  /** Where the units `start` to `end` of a drawn line are. */
  async rectAt(line: number, start: number, end: number): Promise<Rect> {
    const lines = await this.#sortedLines();
    return this.page.evaluate(
      ({ id, start, end }) => {
        const element = document.querySelectorAll('.editor-instance .view-line')[id];
        if (!element) throw new Error('The line is gone.');
        const range = document.createRange();
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        let passed = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (start >= passed && start < passed + length) range.setStart(node, start - passed);
          if (end > passed && end <= passed + length) range.setEnd(node, end - passed);
          passed += length;
        }
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x, y, width, height };
      },
      { id: lines[line]?.id ?? -1, start, end },
    );
  }

  /** The text of the drawn lines, from top to bottom. */
  async lines(): Promise<readonly string[]> {
    return (await this.#sortedLines()).map(({ text }) => text);
  }

  /** The decorations that extensions have put on the drawn text. */
  async marks(): Promise<readonly Mark[]> {
    const found = await this.page.evaluate(() =>
      [...document.querySelectorAll('.editor-instance .view-overlays [class*="ced-"]')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const bordered = style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0;
        return {
          rect: { x, y, width, height },
          background: style.backgroundColor,
          border: bordered ? style.borderTopColor : undefined,
        };
      }),
    );
    return found.map(({ rect, background, border }) => ({
      rect,
      background: parseComputed(background),
      border: border === undefined ? undefined : parseComputed(border),
    }));
  }

  /** Waits until the editor has decorations, or none. */
  async waitForMarks(state: 'some' | 'none'): Promise<void> {
    const first = this.page.locator('.editor-instance .view-overlays [class*="ced-"]').first();
    await first.waitFor({ state: state === 'some' ? 'attached' : 'detached', timeout: 30_000 });
  }

  /** Drawn lines are not in the DOM in their order. */
  async #sortedLines(): Promise<readonly { id: number; text: string }[]> {
    const lines = await this.page.evaluate(() =>
      [...document.querySelectorAll('.editor-instance .view-line')].map((element, id) => ({
        id,
        top: element.getBoundingClientRect().top,
        // The editor draws blanks as no-break spaces.
        text: element.textContent.replaceAll('\u00a0', ' '),
      })),
    );
    return lines.sort((a, b) => a.top - b.top);
  }
}
