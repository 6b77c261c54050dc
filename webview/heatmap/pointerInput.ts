import type { PanelSnapshot } from '../../src/protocol/panel';
import type { PanelActions } from '../state/hostLink';
import { axesOf, chosenToken, type SideToken } from '../state/sides';
import type { PanelAction, PanelState } from '../state/state';
import type { Store } from '../state/store';
import type { InputView } from './inputView';
import { hitTest, type Hit, type Point } from './layout';

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
    const { snapshot } = store.state;
    const token = hit && snapshot && hitToken(hit, snapshot);
    if (token) actions.selectToken(token);
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

/** The token that a click means: a label's own, or the one that choosing the cell selects. */
function hitToken(hit: Hit, snapshot: PanelSnapshot): SideToken | undefined {
  if (hit.part === 'cell') return chosenToken(hit, snapshot);
  const axes = snapshot.run && axesOf(snapshot.run, snapshot.choice.kind);
  if (!axes) return undefined;
  return hit.part === 'queryLabel'
    ? { side: axes.queries, token: hit.query }
    : { side: axes.keys, token: hit.key };
}
