import type { Direction } from '../../src/protocol/inference';
import type { MatrixPart } from '../state/detail';
import type { Palette } from '../theme/palette';
import type { Cell, Layout, Point } from './layout';

/** A token as its label shows it. */
export interface LabelledToken {
  readonly text: string;
  readonly special: boolean;
}

/** A part of the matrix as an image with one pixel a cell; a cell stands for `pooledBy` tokens along each side. */
export interface MatrixImage {
  readonly canvas: HTMLCanvasElement;
  readonly pooledBy: number;
  readonly part: MatrixPart;
}

/** All that one drawing of the heatmap needs. */
export interface Picture {
  readonly layout: Layout;
  readonly scroll: Point;
  /** The tokens along the left, the queries, and along the top, the keys. */
  readonly rows: readonly LabelledToken[];
  readonly columns: readonly LabelledToken[];
  /** Each is drawn over those before it. */
  readonly images: readonly MatrixImage[];
  /** Tokens of the query: their rows are marked, or their columns where `direction` is `attendedBy`. */
  readonly query: readonly number[];
  readonly direction: Direction;
  readonly pointed: Cell | undefined;
  readonly palette: Palette;
  /** The words that name the axes in the corner. */
  readonly axes: { readonly query: string; readonly key: string };
}

/** The part of the view that the matrix takes. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
