/** Entry of the side panel's page. Needs a `<body>` and VS Code's webview API, nothing else. */
import './styles/panel.css';
import { registerControls } from './controls/register';
import { createPanel } from './panel';
import { linkHost } from './state/hostLink';
import { readCellSize, type SavedState } from './state/savedState';
import { initialState, reduce } from './state/state';
import { createStore } from './state/store';
import { readPalette, watchTheme } from './theme/palette';
import { webviewPort } from './webviewPort';

const vscode = acquireVsCodeApi();
registerControls();
const store = createStore(initialState(readCellSize(vscode.getState())), reduce);
const link = linkHost(webviewPort(vscode, window), store);
const panel = createPanel(store, link.actions, redraw);
document.body.append(panel.element);

let palette = readPalette(document.body);
let drawings = 0;
let frame: number | undefined;

/** Draws in the next frame, once for all that has changed by then. */
function redraw(): void {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    const { state } = store;
    panel.draw(state, palette);
    // Tests wait for these marks.
    document.body.dataset.drawn = String(++drawings);
    document.body.dataset.tile = state.tile?.key ?? '';
    document.body.dataset.query = state.snapshot?.run?.query.join() ?? '';
  });
}

store.subscribe(redraw);
let savedSize = store.state.cellSize;
store.subscribe(() => {
  const { cellSize } = store.state;
  if (cellSize !== savedSize) vscode.setState({ cellSize } satisfies SavedState);
  savedSize = cellSize;
});
watchTheme(document.body, () => {
  palette = readPalette(document.body);
  redraw();
});
addEventListener('resize', redraw);
// Messages to a hidden page are lost.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') link.refresh();
});
redraw();
link.refresh();
