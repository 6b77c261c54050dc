/** The page as a whole: what is shown when. */
import { createAnnouncer } from './components/announcer';
import { createChoiceBar } from './components/choiceBar';
import { element } from './components/element';
import { createFooter } from './components/footer';
import { createNotices } from './components/notices';
import { createPredictions } from './components/predictions';
import { createTranslation } from './components/translation';
import { createWelcome } from './components/welcome';
import { createHeatmap } from './heatmap/heatmap';
import { createHeatmapBar } from './heatmap/heatmapBar';
import { createOverview } from './overview/overview';
import { createRowTable } from './row/rowTable';
import type { PanelActions } from './state/hostLink';
import { tileKey, wantedTile, type PanelAction, type PanelState } from './state/state';
import type { Store } from './state/store';
import type { Palette } from './theme/palette';

export interface Panel {
  readonly element: HTMLElement;
  /** Brings the page up to the state; called once a frame at most. */
  draw(state: PanelState, palette: Palette): void;
}

export function createPanel(
  store: Store<PanelState, PanelAction>,
  actions: PanelActions,
  redraw: () => void,
): Panel {
  const welcome = createWelcome(actions);
  const choices = createChoiceBar(actions);
  const notices = createNotices(actions);
  const translation = createTranslation(actions);
  const predictions = createPredictions();
  const overview = createOverview(store, actions);
  const heatmap = createHeatmap(store, actions, redraw);
  const bar = createHeatmapBar(heatmap);
  const row = createRowTable(store, actions);
  const footer = createFooter();
  const announcer = createAnnouncer();
  const matrix = element('section', 'matrix', heatmap.element, bar.element);
  const pictures = element('div', 'pictures', overview.element, matrix);
  const explained = element(
    'main',
    'explained',
    choices.element,
    notices.element,
    translation.element,
    predictions.element,
    pictures,
    row.element,
    footer.element,
  );
  return {
    element: element('div', 'panel', welcome.element, explained, announcer.element),
    draw: (state, palette) => {
      const { snapshot, tile } = state;
      const run = snapshot?.run;
      welcome.element.hidden = run !== undefined;
      explained.hidden = run === undefined;
      if (!run) {
        welcome.update(snapshot);
        return;
      }
      const wanted = wantedTile(state);
      matrix.hidden = wanted === undefined || state.tileFailed;
      row.element.hidden = wanted === undefined;
      overview.element.hidden = wanted === undefined;
      const drawnKey = tile?.key;
      heatmap.element.setAttribute('aria-busy', String(wanted !== undefined && drawnKey !== tileKey(wanted)));
      explained.classList.toggle('stale', run.stale);
      choices.update(snapshot, run);
      notices.update(state);
      translation.update(state);
      predictions.update(state);
      row.update(state);
      footer.update(snapshot);
      overview.draw(state, palette.ramp);
      heatmap.draw(state, palette);
      bar.update(state, palette.ramp);
      announcer.update(state);
    },
  };
}
