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

export interface Drawing {
  readonly rects: readonly Rect[];
  readonly marks: readonly Mark[];
}

/** The active text editor. Line and column count from 0, columns in UTF-16 units. */
export class Editor {
  constructor(
    private readonly page: Page,
    private readonly palette: Palette,
    /** Where the editor is drawn. */
    private readonly place = '.editor-group-container.active .editor-instance',
  ) {}

  /** The editor that shows a tab, where several are side by side. */
  showing(tab: string): Editor {
    const group = `.editor-group-container:has(.tab.active[data-resource-name="${tab}"])`;
    return new Editor(this.page, this.palette, `${group} .editor-instance`);
  }

  /** Opens a file of the workspace by the explorer; it must be in the first screenful. */
  async open(file: string): Promise<void> {
    await this.openTab(file);
    await this.page.locator(`${this.place} .view-line`).first().waitFor();
  }

  /** Opens a file that VS Code may show in something else than a text editor. */
  async openTab(file: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).first();
    if (!(await row.isVisible())) await this.palette.run('View: Show Explorer');
    await row.dblclick();
    await this.waitForTab(file);
  }

  /** Waits until the tab of a file is the active one, or until it is gone. */
  async waitForTab(file: string, state: 'visible' | 'detached' = 'visible'): Promise<void> {
    await this.page.locator('.tab.active', { hasText: file }).waitFor({ state });
  }

  /** Whether a tab is open, in any group. */
  async hasTab(name: string): Promise<boolean> {
    return (await this.page.locator('.tab', { hasText: name }).count()) > 0;
  }

  /** Waits until what is typed goes into the editor. */
  async waitForFocus(): Promise<void> {
    await this.page.locator(`${this.place} .monaco-editor.focused`).first().waitFor();
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
        if (--left > 0) continue;
        const { rects } = await this.drawing(line, [{ start: at, end: at + word.length }]);
        if (rects[0]) return rects[0];
      }
    }
    throw new Error(`“${word}” is not drawn as occurrence ${occurrence} in:\n${lines.join('\n')}`);
  }

  /** The extensions' decorations, and where some spans of a drawn line are, all at one moment. */
  async drawing(
    line: number,
    spans: readonly { readonly start: number; readonly end: number }[],
  ): Promise<Drawing> {
    const drawn = await this.page.evaluate(
      ({ line, spans, place }) => {
        const rectOf = (found: Element | Range): Rect => {
          const { x, y, width, height } = found.getBoundingClientRect();
          return { x, y, width, height };
        };
        // Lines are not in the DOM in their order.
        const element = [...document.querySelectorAll(`${place} .view-line`)].sort(
          (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
        )[line];
        if (!element) throw new Error('The line is not drawn.');
        const rangeOf = ({ start, end }: { start: number; end: number }): Range => {
          const range = document.createRange();
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          let passed = 0;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const length = node.textContent?.length ?? 0;
            if (start >= passed && start < passed + length) range.setStart(node, start - passed);
            if (end > passed && end <= passed + length) range.setEnd(node, end - passed);
            passed += length;
          }
          return range;
        };
        const marks = [...document.querySelectorAll(`${place} .view-overlays [class*="ced-"]`)];
        return {
          rects: spans.map((span) => rectOf(rangeOf(span))),
          marks: marks.map((mark) => {
            const { backgroundColor, borderTopStyle, borderTopWidth, borderTopColor } =
              getComputedStyle(mark);
            const bordered = borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0;
            return {
              rect: rectOf(mark),
              background: backgroundColor,
              border: bordered ? borderTopColor : undefined,
            };
          }),
        };
      },
      { line, spans: spans.map(({ start, end }) => ({ start, end })), place: this.place },
    );
    return {
      rects: drawn.rects,
      marks: drawn.marks.map(({ rect, background, border }) => ({
        rect,
        background: parseComputed(background),
        border: border === undefined ? undefined : parseComputed(border),
      })),
    };
  }

  /** The decorations that extensions have put on the drawn text. */
  async marks(): Promise<readonly Mark[]> {
    return (await this.drawing(0, [])).marks;
  }

  /** The text of the drawn lines, from top to bottom. */
  async lines(): Promise<readonly string[]> {
    const lines = await this.page.evaluate(
      (place) =>
        [...document.querySelectorAll(`${place} .view-line`)].map((element) => ({
          top: element.getBoundingClientRect().top,
          // The editor draws blanks as no-break spaces.
          text: element.textContent.replaceAll('\u00a0', ' '),
        })),
      this.place,
    );
    return lines.sort((a, b) => a.top - b.top).map(({ text }) => text);
  }

  /** Waits until the editor has decorations, or none. */
  async waitForMarks(state: 'some' | 'none'): Promise<void> {
    const first = this.page.locator(`${this.place} .view-overlays [class*="ced-"]`).first();
    await first.waitFor({ state: state === 'some' ? 'attached' : 'detached', timeout: 30_000 });
  }
}
