/** Entry of the side panel's page. Needs a `<body>` and VS Code's webview API, nothing else. */
import './styles/panel.css';
import { registerControls } from './controls/register';
import { acceptModels } from './dropModel';
import { createPanel } from './panel';
import { linkHost } from './state/hostLink';
import { readSaved, type SavedState } from './state/savedState';
import { initialState, reduce } from './state/state';
import { createStore } from './state/store';
import { readPalette, watchTheme } from './theme/palette';
import { webviewPort } from './webviewPort';

const vscode = acquireVsCodeApi();
registerControls();
const saved = readSaved(vscode.getState());
const store = createStore(initialState(saved.cellSize, saved.overviewOpen), reduce);
const link = linkHost(webviewPort(vscode, window), store);
const panel = createPanel(store, link.actions, redraw);
document.body.append(panel.element);
acceptModels(document.body, (uri) => {
  link.actions.openModel(uri);
});

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
let kept = saved;
store.subscribe(() => {
  const { cellSize, overview } = store.state;
  const next: SavedState = { cellSize, overviewOpen: overview.open };
  if (next.cellSize === kept.cellSize && next.overviewOpen === kept.overviewOpen) return;
  vscode.setState(next);
  kept = next;
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
