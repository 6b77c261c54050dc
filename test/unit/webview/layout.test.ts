import { describe, expect, it } from 'vitest';
import {
  cellRange,
  clampScroll,
  edge,
  hitTest,
  layOut,
  readableCell,
  scrollToMiddle,
  scrollToShow,
  visibleTokens,
  zoomAt,
  type LayoutQuestion,
} from '../../../webview/heatmap/layout';

const narrow: LayoutQuestion = {
  rows: 60,
  columns: 60,
  width: 276,
  maxHeight: Infinity,
  gutter: 60,
  header: 50,
  cellSize: 0,
};
const noScroll = { x: 0, y: 0 };

describe('layOut', () => {
  it('fits the whole matrix into the width', () => {
    const layout = layOut(narrow);
    expect(layout.contentWidth).toBeCloseTo(276);
    expect(layout.viewHeight).toBe(Math.ceil(layout.contentHeight));
  });

  it('fits it into the height where that is less', () => {
    const layout = layOut({ ...narrow, width: 900, maxHeight: 400 });
    expect(layout.contentHeight).toBeCloseTo(400);
    expect(layout.contentWidth).toBeLessThan(900);
  });

  it('keeps cells of short texts small', () => {
    expect(layOut({ ...narrow, rows: 3, columns: 3, width: 900 }).cell).toBeLessThan(30);
  });

  it('takes a size of cells within its range', () => {
    const { fitted, largest } = cellRange(narrow);
    expect(layOut({ ...narrow, cellSize: 1000 }).cell).toBe(largest);
    expect(layOut({ ...narrow, cellSize: fitted / 2 }).cell).toBe(layOut(narrow).cell);
    expect(layOut({ ...narrow, cellSize: 17 }).cell).toBe(17);
  });

  it('keeps the size of cells from one text to the next, where that is larger than the whole matrix', () => {
    expect(layOut({ ...narrow, rows: 300, columns: 300, cellSize: readableCell }).cell).toBe(readableCell);
    expect(layOut({ ...narrow, rows: 10, columns: 10, cellSize: readableCell }).cell).toBe(
      layOut({ ...narrow, rows: 10, columns: 10 }).cell,
    );
  });

  it('fits a matrix that is longer than wide, or wider than long', () => {
    const wide = layOut({ ...narrow, rows: 5, columns: 40 });
    expect(wide.contentWidth).toBeCloseTo(276);
    expect(wide.contentHeight).toBeCloseTo(50 + 5 * wide.cell + 1);
    const long = layOut({ ...narrow, rows: 40, columns: 5, maxHeight: 300 });
    expect(long.contentHeight).toBeCloseTo(300);
    expect(long.contentWidth).toBeLessThan(276);
  });

  it('keeps its height when zoomed, so that nothing below moves', () => {
    expect(layOut({ ...narrow, cellSize: 14 }).viewHeight).toBe(layOut(narrow).viewHeight);
  });
});

describe('hitTest', () => {
  const layout = layOut({ ...narrow, cellSize: 11 });

  it('finds the cell that is drawn under each point, at any scroll', () => {
    for (const scroll of [noScroll, { x: 37.5, y: 91.25 }])
      for (const query of [0, 7, 12, 59])
        for (const key of [0, 3, 14, 59]) {
          const x = edge(layout, scroll, 'x', key) + layout.cell / 2;
          const y = edge(layout, scroll, 'y', query) + layout.cell / 2;
          if (x < layout.gutter || y < layout.header) continue;
          expect(hitTest(layout, scroll, { x, y })).toEqual({ part: 'cell', query, key });
        }
  });

  it('finds labels, also those beside a scrolled matrix', () => {
    const scroll = { x: 0, y: 5 * layout.cell };
    expect(hitTest(layout, scroll, { x: 10, y: layout.header + 1 })).toEqual({
      part: 'queryLabel',
      query: 5,
    });
    expect(hitTest(layout, scroll, { x: layout.gutter + 1, y: 10 })).toEqual({ part: 'keyLabel', key: 0 });
  });

  it('knows where the shorter side of a matrix ends', () => {
    const long = layOut({ ...narrow, rows: 40, columns: 5 });
    const right = edge(long, noScroll, 'x', 5);
    const below = edge(long, noScroll, 'y', 20) + 1;
    expect(hitTest(long, noScroll, { x: right - 1, y: below })).toMatchObject({ query: 20, key: 4 });
    expect(hitTest(long, noScroll, { x: right + 1, y: below })).toBeUndefined();
    expect(visibleTokens(long, noScroll, 'x')).toEqual({ first: 0, end: 5 });
  });

  it('finds nothing in the corner and beyond the matrix', () => {
    const fitted = layOut({ ...narrow, rows: 4, columns: 4, width: 900 });
    expect(hitTest(fitted, noScroll, { x: 5, y: 5 })).toBeUndefined();
    expect(hitTest(fitted, noScroll, { x: 890, y: 100 })).toBeUndefined();
    expect(hitTest(fitted, noScroll, { x: 100, y: fitted.contentHeight + 1 })).toBeUndefined();
  });
});

describe('scrolling', () => {
  const zoomed = layOut({ ...narrow, cellSize: 18 });

  it('keeps the cell under the mouse where it is while zooming', () => {
    const before = layOut({ ...narrow, cellSize: 7 });
    const point = { x: 170, y: 140 };
    const scroll = { x: 60, y: 60 };
    const after = zoomAt(before, zoomed, scroll, point);
    expect(hitTest(zoomed, after, point)).toEqual(hitTest(before, scroll, point));
    const share = (value: number): number => value - Math.floor(value);
    expect(share((point.x - 60 + after.x) / zoomed.cell)).toBeCloseTo(
      share((point.x - 60 + scroll.x) / before.cell),
    );
  });

  it('returns to the whole matrix without a rest of scroll', () => {
    expect(zoomAt(zoomed, layOut(narrow), { x: 400, y: 300 }, { x: 200, y: 200 })).toEqual(noScroll);
  });

  it('shows a cell by the least scroll', () => {
    const shown = scrollToShow(zoomed, noScroll, { query: 50, key: 2 });
    expect(shown.x).toBe(0);
    const bottom = edge(zoomed, shown, 'y', 51);
    expect(bottom).toBeCloseTo(zoomed.viewHeight);
    expect(scrollToShow(zoomed, shown, { query: 50 })).toEqual(shown);
  });

  it('brings a cell to the middle', () => {
    const scroll = scrollToMiddle(zoomed, { query: 30, key: 30 });
    expect(edge(zoomed, scroll, 'x', 30.5)).toBeCloseTo((zoomed.gutter + zoomed.viewWidth) / 2);
  });

  it('never leaves the content', () => {
    expect(clampScroll(zoomed, { x: -5, y: 1e9 })).toEqual({
      x: 0,
      y: zoomed.contentHeight - zoomed.viewHeight,
    });
  });

  it('knows which tokens are seen', () => {
    const { first, end } = visibleTokens(zoomed, { x: 0, y: 10.5 * zoomed.cell }, 'y');
    expect(first).toBe(10);
    expect(edge(zoomed, { x: 0, y: 10.5 * zoomed.cell }, 'y', end)).toBeGreaterThanOrEqual(zoomed.viewHeight);
  });
});
