import type { Cell, Layout, Point } from './layout';

/** What the handlers of mouse and keyboard know of the heatmap. */
export interface InputView {
  readonly scroller: HTMLElement;
  layout(): Layout | undefined;
  scroll(): Point;
  /** Scrolls the cell into view with the next drawing. */
  reveal(cell: Cell): void;
  zoomBy(factor: number, at: Point): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomFit(): void;
}
