import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Colour } from '../harness/colour';
import { eventually } from '../harness/eventually';
import type { Palette } from './palette';

/** Headlight's side panel: a page in two nested frames, which VS Code keeps beside the side bar and not in it. */
export class Panel {
  constructor(private readonly page: Page) {}

  get frame(): FrameLocator {
    const outer = this.page.locator('iframe.webview.ready').first().contentFrame();
    return outer.locator('iframe#active-frame').contentFrame();
  }

  get body(): Locator {
    return this.frame.locator('body');
  }

  /** The matrix with its keyboard and mouse. */
  get matrix(): Locator {
    return this.frame.locator('[data-role=matrix]');
  }

  /** A control by its name: `layer`, `head`, `direction`, `hideSpecial`. */
  control(name: string): Locator {
    return this.frame.locator(`[data-control=${name}]`).first();
  }

  /** Chooses an option of a drop-down as a user does. */
  async choose(control: string, option: string): Promise<void> {
    await this.control(control).click();
    await this.control(control).locator('vscode-option', { hasText: option }).first().click();
  }

  /** Opens the side bar with the panel by the command's title. */
  async show(palette: Palette, title = 'Headlight: Show Heatmap'): Promise<void> {
    await palette.run(title);
    await this.body.waitFor({ timeout: 30_000 });
  }

  /** Drags an editor's tab onto the page, with Shift held: without it VS Code keeps drags to itself. */
  async dropTab(name: string): Promise<void> {
    const tab = await this.page.locator('.tab', { hasText: name }).first().boundingBox();
    const body = await this.body.boundingBox();
    if (!tab || !body) throw new Error('There is no tab, or no panel.');
    const { mouse, keyboard } = this.page;
    const from = { x: tab.x + tab.width / 2, y: tab.y + tab.height / 2 };
    const to = { x: body.x + body.width / 2, y: body.y + 60 };
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + 10, from.y + 10, { steps: 3 });
    await keyboard.down('Shift');
    await mouse.move(to.x, to.y, { steps: 15 });
    await mouse.move(to.x + 5, to.y + 5, { steps: 5 });
    await mouse.up();
    await keyboard.up('Shift');
  }

  /** Waits until the matrix has been drawn. */
  async waitForDrawing(): Promise<void> {
    await this.frame.locator('body[data-drawn]').waitFor({ timeout: 30_000 });
  }

  /** The table of the query's row: each token with its weight, by token index. */
  async row(): Promise<ReadonlyMap<number, { readonly token: string; readonly weight: number }>> {
    const lines = await this.frame.locator('table[data-role=row] tbody tr').evaluateAll((rows) =>
      rows.map((row) => ({
        index: Number(row.getAttribute('data-token')),
        token: row.querySelector('.token')?.textContent ?? '',
        weight: row.querySelector('.weight')?.textContent ?? '',
      })),
    );
    return new Map(
      lines.map(({ index, token, weight }) => [
        index,
        { token, weight: weight.startsWith('<') ? 0 : Number(weight) },
      ]),
    );
  }

  /** The table of predictions: each text with its probability in per cent. */
  async predictions(): Promise<readonly { readonly text: string; readonly share: number }[]> {
    const rows = await this.frame.locator('table[data-role=predictions] tbody tr').evaluateAll((all) =>
      all.map((row) => ({
        text: row.querySelector('.token')?.textContent ?? '',
        share: row.querySelector('.weight')?.textContent ?? '',
      })),
    );
    return rows.map(({ text, share }) => ({ text, share: share.startsWith('<') ? 0 : parseFloat(share) }));
  }

  /** Clicks a token in the table of the row. */
  async clickToken(index: number): Promise<void> {
    await this.frame.locator(`table[data-role=row] tr[data-token="${index}"]`).click();
  }

  /** Clicks a place of the matrix, in CSS pixels from its corner. */
  async clickMatrix(x: number, y: number): Promise<void> {
    await this.matrix.click({ position: { x, y } });
  }

  /** The canvas as drawn. */
  async picture(): Promise<Picture> {
    const drawn = await this.matrix.locator('canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext('2d');
      if (!context) throw new Error('The canvas has no context.');
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      // A list of a million numbers would take seconds on its way here.
      let bytes = '';
      for (let row = 0; row < canvas.height; row++) {
        const start = 4 * row * canvas.width;
        bytes += String.fromCharCode(...data.subarray(start, start + 4 * canvas.width));
      }
      return { width: canvas.width, height: canvas.height, base64: btoa(bytes) };
    });
    return new Picture(drawn.width, drawn.height, Buffer.from(drawn.base64, 'base64'));
  }

  /** Waits for a picture in which something holds. */
  async pictureWith(fits: (picture: Picture) => boolean): Promise<Picture> {
    await this.waitForDrawing();
    return eventually(() => this.picture(), fits);
  }

  /** The value of a theme colour in the page, as `#rrggbb`. */
  async themeColour(variable: string): Promise<string> {
    return this.body.evaluate((body, name) => getComputedStyle(body).getPropertyValue(name).trim(), variable);
  }
}

/** Pixels of a canvas whose size in CSS pixels is the same. */
export class Picture {
  constructor(
    readonly width: number,
    readonly height: number,
    private readonly data: Uint8Array,
  ) {}

  at(x: number, y: number): Colour {
    const start = 4 * (Math.round(y) * this.width + Math.round(x));
    const [red = 0, green = 0, blue = 0, alpha = 0] = this.data.subarray(start, start + 4);
    return [red, green, blue, alpha];
  }

  /** The smallest box around all pixels of a colour, its right and bottom edge included; empty boxes are undefined. */
  boxOf([red, green, blue]: Colour):
    { left: number; top: number; right: number; bottom: number } | undefined {
    const box = { left: this.width, top: this.height, right: -1, bottom: -1 };
    for (let pixel = 0; pixel < this.data.length / 4; pixel++) {
      const start = 4 * pixel;
      if (this.data[start] !== red || this.data[start + 1] !== green || this.data[start + 2] !== blue)
        continue;
      const [x, y] = [pixel % this.width, Math.floor(pixel / this.width)];
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x);
      box.bottom = Math.max(box.bottom, y);
    }
    return box.right < 0 ? undefined : box;
  }

  /** How many different colours there are. */
  get colours(): number {
    const seen = new Set<number>();
    for (let start = 0; start < this.data.length; start += 4) {
      const [red = 0, green = 0, blue = 0] = this.data.subarray(start, start + 3);
      seen.add((red << 16) | (green << 8) | blue);
    }
    return seen.size;
  }
}
