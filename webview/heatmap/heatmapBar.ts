/** What stands under the matrix: the weight pointed at, the colour scale, and the buttons that zoom. */
import { formatWeight } from '../../src/core/analysis/formatWeight';
import { formatMessage } from '../../src/core/errorMessages';
import { element, setText } from '../components/element';
import { createIconButton } from '../controls/button';
import { axesOf } from '../state/sides';
import type { PanelState } from '../state/state';
import { tokenText } from '../../src/core/text/tokenText';
import { cssOf } from '../theme/cssColour';
import { rampColour, type Ramp } from '../theme/ramp';
import { cellWeight } from './cellWeight';
import type { Heatmap } from './heatmap';
import { pointedCell } from './pointedCell';

export interface HeatmapBar {
  readonly element: HTMLElement;
  update(state: PanelState, ramp: Ramp): void;
}

const plus = 'M7 3h2v4h4v2H9v4H7V9H3V7h4z';
const minus = 'M3 7h10v2H3z';
const fit = 'M2 2h5v1.5H4.6l2.2 2.2-1.1 1.1-2.2-2.2V7H2zM14 14H9v-1.5h2.4l-2.2-2.2 1.1-1.1 2.2 2.2V9H14z';

export function createHeatmapBar(heatmap: Heatmap): HeatmapBar {
  const query = element('bdi', 'token');
  const key = element('bdi', 'token');
  const weight = element('span', 'weight');
  const pair = element('span', 'readout-pair', query, element('span', 'arrow', '→'), key, weight);
  const help = element('span', 'readout-help');
  const readout = element('p', 'readout', pair, help);
  readout.dataset.role = 'readout';
  const gradient = element('span', 'legend-ramp');
  const most = element('span');
  const legend = element('span', 'legend', '0', gradient, most);
  legend.setAttribute('role', 'img');
  const zoomOut = createIconButton('zoomOut', minus, heatmap.zoomOut);
  const zoomIn = createIconButton('zoomIn', plus, heatmap.zoomIn);
  const zoomFit = createIconButton('zoomFit', fit, heatmap.zoomFit);
  const pooled = element('p', 'hint');
  const bar = element('div', 'bar', legend, zoomOut.element, zoomIn.element, zoomFit.element);
  let shownRamp: Ramp | undefined;

  function updateReadout(state: PanelState): void {
    const { snapshot } = state;
    const cell = pointedCell(state);
    const pointed = cell && cellWeight(state, cell);
    const axes = snapshot?.run && axesOf(snapshot.run, snapshot.choice.kind);
    const points = pointed !== undefined;
    pair.classList.toggle('away', !points);
    help.classList.toggle('away', points);
    if (!cell || pointed === undefined) return;
    setText(query, tokenText(axes?.rows[cell.query]?.text ?? ''));
    setText(key, tokenText(axes?.columns[cell.key]?.text ?? ''));
    setText(weight, formatWeight(pointed));
  }

  return {
    element: element('div', 'heatmap-bar', readout, bar, pooled),
    update: (state, ramp) => {
      const { snapshot, tile } = state;
      if (!snapshot) return;
      const { strings } = snapshot;
      updateReadout(state);
      setText(help, strings.matrixHelp);
      help.title = strings.matrixHelp;
      const largest = tile ? formatWeight(tile.largest) : '';
      setText(most, largest);
      legend.title = formatMessage(strings.scale, { weight: largest });
      legend.setAttribute('aria-label', legend.title);
      zoomIn.setLabel(strings.zoomIn);
      zoomOut.setLabel(strings.zoomOut);
      zoomFit.setLabel(strings.zoomFit);
      const { canZoomIn, canZoomOut } = heatmap.zoomRange;
      zoomIn.setEnabled(canZoomIn);
      zoomOut.setEnabled(canZoomOut);
      zoomFit.setEnabled(canZoomOut);
      pooled.hidden = !tile || heatmap.pooledBy <= 1;
      setText(pooled, formatMessage(strings.pooled, { count: heatmap.pooledBy }));
      if (ramp === shownRamp) return;
      shownRamp = ramp;
      const stops = Array.from({ length: 9 }, (_, n) => cssOf(rampColour(ramp, n / 8)));
      gradient.style.backgroundImage = `linear-gradient(to right, ${stops.join(', ')})`;
    },
  };
}
