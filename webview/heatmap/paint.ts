/** Draws the heatmap. Coordinates are CSS pixels of the view, snapped to the screen's own. */
import { groupNeighbours } from './labels';
import { edge } from './layout';
import { paintLabels } from './paintLabels';
import type { Box, Picture } from './picture';

/** From this cell size on, cells are parted by thin lines. */
const partedCell = 8;

export function paint(context: CanvasRenderingContext2D, pixelRatio: number, picture: Picture): void {
  const { layout, palette } = picture;
  const snap = (value: number): number => Math.round(value * pixelRatio) / pixelRatio;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, layout.viewWidth, layout.viewHeight);

  const left = layout.gutter;
  const top = layout.header;
  const right = snap(Math.min(layout.viewWidth, edge(layout, picture.scroll, 'x', layout.columns)));
  const bottom = snap(Math.min(layout.viewHeight, edge(layout, picture.scroll, 'y', layout.rows)));
  const matrix: Box = { left, top, right, bottom };

  context.save();
  clip(context, matrix, 0);
  context.fillStyle = palette.background;
  context.fillRect(left, top, right - left, bottom - top);
  paintImages(context, snap, picture);
  if (layout.cell >= partedCell) paintGaps(context, snap, 1 / pixelRatio, picture, matrix);
  context.restore();

  context.strokeStyle = palette.border;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
  context.save();
  clip(context, matrix, 2);
  paintCrosshair(context, snap, picture, matrix);
  paintQuery(context, snap, picture, matrix);
  context.restore();
  paintLabels(context, picture, matrix);
}

type Snap = (value: number) => number;

function clip(context: CanvasRenderingContext2D, box: Box, slack: number): void {
  context.beginPath();
  context.rect(
    box.left - slack,
    box.top - slack,
    box.right - box.left + 2 * slack,
    box.bottom - box.top + 2 * slack,
  );
  context.clip();
}

function paintImages(context: CanvasRenderingContext2D, snap: Snap, picture: Picture): void {
  const { images, layout, scroll } = picture;
  for (const { canvas, pooledBy, part } of images) {
    const left = snap(edge(layout, scroll, 'x', part.keys.start));
    const top = snap(edge(layout, scroll, 'y', part.queries.start));
    const right = snap(edge(layout, scroll, 'x', part.keys.end));
    const bottom = snap(edge(layout, scroll, 'y', part.queries.end));
    const size = pooledBy * layout.cell;
    context.save();
    // The last pooled cells may reach beyond the part.
    clip(context, { left, top, right, bottom }, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(canvas, left, top, canvas.width * size, canvas.height * size);
    context.restore();
  }
}

function paintGaps(
  context: CanvasRenderingContext2D,
  snap: Snap,
  width: number,
  { layout, scroll, palette }: Picture,
  box: Box,
): void {
  context.fillStyle = palette.background;
  for (let key = 1; key < layout.columns; key++)
    context.fillRect(snap(edge(layout, scroll, 'x', key)), box.top, width, box.bottom - box.top);
  for (let query = 1; query < layout.rows; query++)
    context.fillRect(box.left, snap(edge(layout, scroll, 'y', query)), box.right - box.left, width);
}

/** Outlines the rows of the query, or its columns; around thin ones, so that they stay visible. */
function paintQuery(
  context: CanvasRenderingContext2D,
  snap: Snap,
  { query, layout, scroll, direction, palette }: Picture,
  box: Box,
): void {
  const width = layout.cell >= 6 ? 2 : 1;
  const outset = layout.cell >= 6 ? 0 : width;
  context.strokeStyle = palette.query;
  context.lineWidth = width;
  const axis = direction === 'attendsTo' ? 'y' : 'x';
  for (const { start, end } of groupNeighbours(query)) {
    const from = snap(edge(layout, scroll, axis, start)) - outset + width / 2;
    const to = snap(edge(layout, scroll, axis, end)) + outset - width / 2;
    if (axis === 'y') context.strokeRect(box.left, from, box.right - box.left, to - from);
    else context.strokeRect(from, box.top, to - from, box.bottom - box.top);
  }
}

/** Lines along the row and the column of the pointed cell, and a frame around it. */
function paintCrosshair(
  context: CanvasRenderingContext2D,
  snap: Snap,
  { pointed, layout, scroll, palette }: Picture,
  box: Box,
): void {
  if (!pointed) return;
  const x = snap(edge(layout, scroll, 'x', pointed.key));
  const y = snap(edge(layout, scroll, 'y', pointed.query));
  const size = Math.max(layout.cell, 3);
  context.fillStyle = palette.crosshair;
  if (layout.cell >= partedCell) {
    for (const at of [x, snap(x + size)]) context.fillRect(at, box.top, 1, box.bottom - box.top);
    for (const at of [y, snap(y + size)]) context.fillRect(box.left, at, box.right - box.left, 1);
  } else {
    // The lines stop short of the cell: its own colour is what one points at.
    const gap = size + 2;
    context.fillRect(x + layout.cell / 2, box.top, 1, y - gap - box.top);
    context.fillRect(x + layout.cell / 2, y + gap, 1, box.bottom - y - gap);
    context.fillRect(box.left, y + layout.cell / 2, x - gap - box.left, 1);
    context.fillRect(x + gap, y + layout.cell / 2, box.right - x - gap, 1);
  }
  context.strokeStyle = palette.foreground;
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
}
