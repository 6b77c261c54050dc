import type { PanelActions } from '../state/hostLink';
import { chosenToken } from '../state/sides';
import type { PanelAction, PanelState } from '../state/state';
import type { Store } from '../state/store';
import type { InputView } from './inputView';
import { moveCell } from './keyboard';
import { firstCell } from './pointedCell';

/** Arrows move the active cell, Enter or Space chooses its token, + − 0 zoom, Escape lets go of the cell. */
export function listenToKeyboard(
  view: InputView,
  store: Store<PanelState, PanelAction>,
  actions: PanelActions,
): void {
  const { scroller } = view;
  scroller.addEventListener('keydown', (event) => {
    if (event.metaKey || event.altKey) return;
    const { state } = store;
    const { snapshot } = state;
    const layout = view.layout();
    if (!layout || !snapshot?.run) return;
    const page = Math.max(1, Math.floor((layout.viewHeight - layout.header) / layout.cell) - 1);
    const from = state.cursor ?? firstCell(state);
    const moved = moveCell(from, { key: event.key, ctrl: event.ctrlKey }, layout, Math.min(page, 10));
    if (moved) {
      store.dispatch({ type: 'hover', cell: undefined });
      store.dispatch({ type: 'cursor', cell: moved });
      view.reveal(moved);
    } else if (event.ctrlKey) return;
    else if (event.key === 'Enter' || event.key === ' ') {
      const token = chosenToken(from, snapshot);
      if (token) actions.selectToken(token);
    } else if (event.key === '+' || event.key === '=') view.zoomIn();
    else if (event.key === '-') view.zoomOut();
    else if (event.key === '0') view.zoomFit();
    else if (event.key === 'Escape') store.dispatch({ type: 'cursor', cell: undefined });
    else return;
    event.preventDefault();
  });
  scroller.addEventListener('focus', () => {
    // A click focuses too, but then the mouse points at a cell of its own.
    if (!scroller.matches(':focus-visible') || store.state.cursor) return;
    const cell = firstCell(store.state);
    store.dispatch({ type: 'cursor', cell });
    view.reveal(cell);
  });
  scroller.addEventListener('blur', () => {
    store.dispatch({ type: 'cursor', cell: undefined });
  });
}
