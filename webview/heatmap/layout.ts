/** Where the matrix and its labels lie. All sizes are CSS pixels; `scroll` is how far the content is moved. */
import type { Span } from '../../src/core/text/span';
import type { MatrixPart } from '../state/detail';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cell of the matrix by token indices. */
export interface Cell {
  readonly query: number;
  readonly key: number;
}

export interface Layout {
  /** Tokens along the sides: queries are rows, keys are columns. */
  readonly rows: number;
  readonly columns: number;
  /** Width and height of one token's cell. */
  readonly cell: number;
  /** Width of the queries' labels at the left. */
  readonly gutter: number;
  /** Height of the keys' labels at the top. */
  readonly header: number;
  /** What is seen of the content. */
  readonly viewWidth: number;
  readonly viewHeight: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
}

export interface LayoutQuestion {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly maxHeight: number;
  readonly gutter: number;
  readonly header: number;
  /** Wanted size of a cell; 0 shows the whole matrix. */
  readonly cellSize: number;
}

/** Room for the line at the right and at the bottom of the matrix. */
const frame = 1;
/** Cells of short texts grow no further than this when the matrix is fitted. */
const largestFittedCell = 26;
/** A zoomed cell grows to this size at most. */
const largestZoomedCell = 36;
/** From this cell size on each row has room for its label. */
export const labelledCell = 9;
/** At this size labels are pleasant to read. */
export const readableCell = 14;

export function layOut(question: LayoutQuestion): Layout {
  const { rows, columns, gutter, header } = question;
  const fitted = fittedCell(question);
  const cell = Math.min(Math.max(question.cellSize, fitted), largestCell(fitted));
  return {
    rows,
    columns,
    cell,
    gutter,
    header,
    viewWidth: question.width,
    viewHeight: Math.ceil(header + fitted * rows + frame),
    contentWidth: gutter + cell * columns + frame,
    contentHeight: header + cell * rows + frame,
  };
}

function fittedCell({ rows, columns, width, maxHeight, gutter, header }: LayoutQuestion): number {
  const across = Math.max(width - gutter - frame, 1) / Math.max(columns, 1);
  const down = Math.max(maxHeight - header - frame, 1) / Math.max(rows, 1);
  return Math.min(largestFittedCell, across, down);
}

/** The sizes between which a cell can be zoomed: where the whole matrix is shown, and the largest useful one. */
export function cellRange(question: LayoutQuestion): { readonly fitted: number; readonly largest: number } {
  const fitted = fittedCell(question);
  return { fitted, largest: largestCell(fitted) };
}

function largestCell(fitted: number): number {
  return Math.max(fitted, largestZoomedCell);
}

/** The scroll that brings a cell to the middle. */
export function scrollToMiddle(layout: Layout, cell: Cell): Point {
  return clampScroll(layout, {
    x: (cell.key + 0.5) * layout.cell - (layout.viewWidth - layout.gutter) / 2,
    y: (cell.query + 0.5) * layout.cell - (layout.viewHeight - layout.header) / 2,
  });
}

/** What lies under a point of the view: a cell, or the label of a query or key. */
export type Hit =
  | ({ readonly part: 'cell' } & Cell)
  | { readonly part: 'queryLabel'; readonly query: number }
  | { readonly part: 'keyLabel'; readonly key: number };

export function hitTest(layout: Layout, scroll: Point, point: Point): Hit | undefined {
  const { rows, columns, cell, gutter, header } = layout;
  const key = Math.floor((point.x - gutter + scroll.x) / cell);
  const query = Math.floor((point.y - header + scroll.y) / cell);
  const overKeys = point.x >= gutter && key >= 0 && key < columns;
  const overQueries = point.y >= header && query >= 0 && query < rows;
  if (overKeys && overQueries) return { part: 'cell', query, key };
  if (overKeys && point.y >= 0 && point.y < header) return { part: 'keyLabel', key };
  if (overQueries && point.x >= 0 && point.x < gutter) return { part: 'queryLabel', query };
  return undefined;
}

/** The left edge of a key's column or, with the header, the top edge of a query's row, in the view. */
export function edge(layout: Layout, scroll: Point, axis: 'x' | 'y', token: number): number {
  return axis === 'x'
    ? layout.gutter + token * layout.cell - scroll.x
    : layout.header + token * layout.cell - scroll.y;
}

/** Tokens `[first, end)` that are at least partly seen along one axis. */
export function visibleTokens(
  layout: Layout,
  scroll: Point,
  axis: 'x' | 'y',
): { readonly first: number; readonly end: number } {
  const room = axis === 'x' ? layout.viewWidth - layout.gutter : layout.viewHeight - layout.header;
  const from = axis === 'x' ? scroll.x : scroll.y;
  return {
    first: Math.max(0, Math.floor(from / layout.cell)),
    end: Math.min(axis === 'x' ? layout.columns : layout.rows, Math.ceil((from + room) / layout.cell)),
  };
}

/** The part of the matrix that is at least partly seen. */
export function visiblePart(layout: Layout, scroll: Point): MatrixPart {
  const along = (axis: 'x' | 'y'): Span => {
    const { first, end } = visibleTokens(layout, scroll, axis);
    return { start: first, end };
  };
  return { queries: along('y'), keys: along('x') };
}

/** The scroll after a change of the cells’ size that keeps the cell under `point` where it is. */
export function zoomAt(before: Layout, after: Layout, scroll: Point, point: Point): Point {
  const along = (offset: number, label: number, at: number): number => {
    const inMatrix = Math.max(0, at - label);
    return ((inMatrix + offset) / before.cell) * after.cell - inMatrix;
  };
  return clampScroll(after, {
    x: along(scroll.x, before.gutter, point.x),
    y: along(scroll.y, before.header, point.y),
  });
}

/** The nearest scroll that shows a cell whole; an axis that is not given stays. */
export function scrollToShow(layout: Layout, scroll: Point, cell: Partial<Cell>): Point {
  const along = (token: number | undefined, offset: number, room: number): number => {
    if (token === undefined) return offset;
    const start = token * layout.cell;
    return Math.min(start, Math.max(offset, start + layout.cell - room));
  };
  return clampScroll(layout, {
    x: along(cell.key, scroll.x, layout.viewWidth - layout.gutter),
    y: along(cell.query, scroll.y, layout.viewHeight - layout.header),
  });
}

export function clampScroll(layout: Layout, scroll: Point): Point {
  const within = (value: number, content: number, view: number): number =>
    Math.min(Math.max(value, 0), Math.max(0, content - view));
  return {
    x: within(scroll.x, layout.contentWidth, layout.viewWidth),
    y: within(scroll.y, layout.contentHeight, layout.viewHeight),
  };
}
