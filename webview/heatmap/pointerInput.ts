import type { PanelActions } from '../state/hostLink';
import type { PanelAction, PanelState } from '../state/state';
import type { Store } from '../state/store';
import type { InputView } from './inputView';
import { hitTest, type Hit, type Point } from './layout';
import { chosenToken } from './pointedCell';

/** One notch of a common mouse wheel zooms by about a fifth. */
const wheelZoom = 0.002;

/** Hovering points at a cell, a click chooses a token, the wheel zooms with Ctrl (as a pinch does) and scrolls without. */
export function listenToPointer(
  view: InputView,
  store: Store<PanelState, PanelAction>,
  actions: PanelActions,
): void {
  const { scroller } = view;
  const pointOf = (event: MouseEvent): Point => {
    const box = scroller.getBoundingClientRect();
    return {
      x: event.clientX - box.left - scroller.clientLeft,
      y: event.clientY - box.top - scroller.clientTop,
    };
  };
  const hitOf = (event: MouseEvent): Hit | undefined => {
    const layout = view.layout();
    const point = pointOf(event);
    if (!layout || point.x >= layout.viewWidth || point.y >= layout.viewHeight) return undefined;
    return hitTest(layout, view.scroll(), point);
  };

  scroller.addEventListener('pointermove', (event) => {
    const hit = hitOf(event);
    scroller.classList.toggle('over-token', hit !== undefined);
    store.dispatch({
      type: 'hover',
      cell: hit?.part === 'cell' ? { query: hit.query, key: hit.key } : undefined,
    });
  });
  scroller.addEventListener('pointerleave', () => {
    store.dispatch({ type: 'hover', cell: undefined });
  });
  scroller.addEventListener('click', (event) => {
    const hit = hitOf(event);
    const direction = store.state.snapshot?.direction;
    if (!hit || !direction) return;
    if (hit.part === 'queryLabel') actions.selectToken(hit.query);
    else if (hit.part === 'keyLabel') actions.selectToken(hit.key);
    else actions.selectToken(chosenToken(hit, direction));
  });
  scroller.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 40;
      view.zoomBy(Math.exp(-pixels * wheelZoom), pointOf(event));
    },
    { passive: false },
  );
}
