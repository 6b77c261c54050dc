/** The matrix of weights: a canvas that scrolls and zooms, one tab stop for the keyboard. */
import type { BlockKind } from '../../src/protocol/inference';
import type { PanelSnapshot, PanelToken } from '../../src/protocol/panel';
import { element } from '../components/element';
import type { PanelActions } from '../state/hostLink';
import { holds } from '../state/detail';
import { axesOf, markedTokens } from '../state/sides';
import type { PanelAction, PanelState } from '../state/state';
import type { Store } from '../state/store';
import { tokenText } from '../../src/core/text/tokenText';
import type { Palette } from '../theme/palette';
import { createActiveCell } from './activeCell';
import { listenToKeyboard } from './keyboardInput';
import {
  cellRange,
  clampScroll,
  layOut,
  readableCell,
  scrollToMiddle,
  scrollToShow,
  visiblePart,
  zoomAt,
  type Layout,
  type LayoutQuestion,
  type Point,
} from './layout';
import { createImageCache, poolingFactor } from './matrixImage';
import { paint } from './paint';
import { measureLabels } from './paintLabels';
import type { LabelledToken } from './picture';
import { listenToPointer } from './pointerInput';
import { firstCell, pointedCell } from './pointedCell';

export interface Heatmap {
  readonly element: HTMLElement;
  /** Draws the present state; nothing while there is no run or the page has no size. */
  draw(state: PanelState, palette: Palette): void;
  /** One step closer; from the whole matrix at once to where labels can be read, at the query. */
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** Shows the whole matrix. */
  readonly zoomFit: () => void;
  /** Whether one can zoom further in or out. */
  readonly zoomRange: { readonly canZoomIn: boolean; readonly canZoomOut: boolean };
  /** How many tokens along each side share a pixel; 1 where each weight has its own. */
  readonly pooledBy: number;
}

/** From this page width on the list stands beside the matrix, which then must fit into the height as well. */
const wideQuery = '(min-width: 640px)';
/** Height of what stands above and below the matrix on a wide page. */
const wideMargin = 120;
const leastHeight = 260;
/** Most height of the whole matrix on a narrow page, as a multiple of its width: a text may be longer than the other. */
const tallest = 1.6;
/** How far one press of + or − zooms. */
const zoomStep = 1.5;

/** `redraw` asks for a call of `draw` in the next frame. */
export function createHeatmap(
  store: Store<PanelState, PanelAction>,
  actions: PanelActions,
  redraw: () => void,
): Heatmap {
  const canvas = element('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  const content = element('div', 'heatmap-content', canvas);
  const activeCell = createActiveCell();
  const scroller = element('div', 'heatmap-scroller', content, activeCell.element);
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'grid');
  scroller.dataset.role = 'matrix';
  const context = canvas.getContext('2d');
  const imageOf = createImageCache();
  const detailImageOf = createImageCache();
  const wide = matchMedia(wideQuery);
  let labels: { run: number; kind: BlockKind; palette: Palette; width: number } | undefined;
  let rows: readonly LabelledToken[] = [];
  let columns: readonly LabelledToken[] = [];
  let sides = { gutter: 0, header: 0 };
  let question: LayoutQuestion | undefined;
  let layout: Layout | undefined;
  let nextScroll: Point | undefined;
  let shownQuery = '';
  let pooledBy = 1;

  const scroll = (): Point => ({ x: scroller.scrollLeft, y: scroller.scrollTop });

  function measure(state: PanelState, palette: Palette): LayoutQuestion | undefined {
    const { run, choice } = state.snapshot ?? {};
    const width = scroller.offsetWidth;
    const axes = run && choice && axesOf(run, choice.kind);
    if (!context || !axes || width === 0) return undefined;
    // Each snapshot brings the tokens anew, but those of one run and kind are always the same.
    const known = labels?.run === run.run && labels.kind === choice.kind;
    if (!known || labels?.palette !== palette || labels.width !== width) {
      rows = axes.rows.map(labelled);
      columns = axes.columns.map(labelled);
      sides = measureLabels(context, rows, columns, palette, width);
      labels = { run: run.run, kind: choice.kind, palette, width };
    }
    const maxHeight = wide.matches ? Math.max(leastHeight, innerHeight - wideMargin) : tallest * width;
    return {
      rows: rows.length,
      columns: columns.length,
      width,
      maxHeight,
      cellSize: state.cellSize,
      ...sides,
    };
  }

  function resize(next: LayoutQuestion): Layout {
    const fitted = layOut(next);
    const zoomed = fitted.cell > cellRange(next).fitted;
    scroller.classList.toggle('zoomed', zoomed);
    scroller.style.height = `${fitted.viewHeight}px`;
    content.style.width = zoomed ? `${fitted.contentWidth}px` : '100%';
    content.style.height = zoomed ? `${fitted.contentHeight}px` : '100%';
    // Scroll bars take room only when zoomed.
    const sized = { ...fitted, viewWidth: scroller.clientWidth, viewHeight: scroller.clientHeight };
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(sized.viewWidth * ratio), Math.round(sized.viewHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${sized.viewWidth}px`;
      canvas.style.height = `${sized.viewHeight}px`;
    }
    return sized;
  }

  /** Zooms around a point of the view, or around its middle. */
  function zoomBy(factor: number, at?: Point): void {
    if (!question || !layout) return;
    const { fitted, largest } = cellRange(question);
    const wanted = Math.min(layout.cell * factor, largest);
    const cellSize = wanted > fitted ? wanted : 0;
    const after = layOut({ ...question, cellSize });
    const point = at ?? { x: layout.viewWidth / 2, y: layout.viewHeight / 2 };
    nextScroll = zoomAt(layout, after, nextScroll ?? scroll(), point);
    store.dispatch({ type: 'zoom', cellSize });
  }

  function zoomIn(): void {
    if (!question || !layout) return;
    if (layout.cell > cellRange(question).fitted || readableCell <= layout.cell * zoomStep) {
      zoomBy(zoomStep);
      return;
    }
    const after = layOut({ ...question, cellSize: readableCell });
    nextScroll = scrollToMiddle(after, firstCell(store.state));
    store.dispatch({ type: 'zoom', cellSize: readableCell });
  }

  const zoomOut = (): void => {
    zoomBy(1 / zoomStep);
  };
  const zoomFit = (): void => {
    store.dispatch({ type: 'zoom', cellSize: 0 });
  };

  /** The caret of the editor has moved: its row comes into view. */
  function followQuery(snapshot: PanelSnapshot, sized: Layout): void {
    const token = marked(snapshot)[0];
    const query = `${snapshot.direction}/${snapshot.choice.kind}/${snapshot.run?.query.join() ?? ''}`;
    if (query === shownQuery || token === undefined) return;
    shownQuery = query;
    const cell = snapshot.direction === 'attendsTo' ? { query: token } : { key: token };
    nextScroll = scrollToShow(sized, nextScroll ?? scroll(), cell);
  }

  function draw(state: PanelState, palette: Palette): void {
    const { snapshot, tile, detail } = state;
    question = measure(state, palette);
    if (!snapshot?.run || !question || !context) return;
    layout = resize(question);
    followQuery(snapshot, layout);
    if (nextScroll) {
      const { x, y } = clampScroll(layout, nextScroll);
      scroller.scrollTo({ left: x, top: y, behavior: 'instant' });
      nextScroll = undefined;
    }
    const seen = visiblePart(layout, scroll());
    if (tile && tile.answer.pooledBy > 1) store.dispatch({ type: 'see', part: seen });
    const pixels = layout.cell * devicePixelRatio;
    const image = tile && imageOf(tile, palette.ramp, poolingFactor(tile.answer, pixels));
    const finer = detail && detailImageOf(detail, palette.ramp, poolingFactor(detail.answer, pixels));
    pooledBy = (finer && holds(finer.part, seen) ? finer : image)?.pooledBy ?? 1;
    const pointed = pointedCell(state);
    paint(context, devicePixelRatio, {
      layout,
      scroll: scroll(),
      rows,
      columns,
      images: [image, finer].filter((one) => one !== undefined),
      query: marked(snapshot),
      direction: snapshot.direction,
      pointed,
      palette,
      axes: { query: snapshot.strings.query, key: snapshot.strings.key },
    });
    activeCell.update(scroller, state, rows, columns);
  }

  const view = {
    scroller,
    layout: () => layout,
    scroll,
    reveal: (cell: { query: number; key: number }) => {
      if (layout) nextScroll = scrollToShow(layout, scroll(), cell);
    },
    zoomBy,
    zoomIn,
    zoomOut,
    zoomFit,
  };
  scroller.addEventListener('scroll', redraw, { passive: true });
  new ResizeObserver(redraw).observe(scroller);
  listenToPointer(view, store, actions);
  listenToKeyboard(view, store, actions);
  return {
    element: scroller,
    draw,
    zoomIn,
    zoomOut,
    zoomFit,
    get zoomRange() {
      if (!question || !layout) return { canZoomIn: false, canZoomOut: false };
      const { fitted, largest } = cellRange(question);
      return { canZoomIn: layout.cell < largest, canZoomOut: layout.cell > fitted };
    },
    get pooledBy() {
      return pooledBy;
    },
  };
}

function labelled({ text, special }: PanelToken): LabelledToken {
  return { text: tokenText(text), special };
}

/** Tokens whose rows, or columns, are marked as the query's. */
function marked({ run, choice, direction }: PanelSnapshot): readonly number[] {
  const axes = run && axesOf(run, choice.kind);
  return axes ? markedTokens(run, axes, direction) : [];
}
