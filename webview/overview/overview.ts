/** All layers and heads at a glance: small multiples with figures, to sort, to filter and to open. */
import { formatMessage } from '../../src/core/errorMessages';
import type { PanelSnapshot } from '../../src/protocol/panel';
import { element, setText } from '../components/element';
import { createDropdown } from '../controls/dropdown';
import { createSlider } from '../controls/slider';
import type { PanelActions } from '../state/hostLink';
import type { PanelAction, PanelState } from '../state/state';
import type { Store } from '../state/store';
import type { Ramp } from '../theme/ramp';
import { figureNames, figureOf, formatFigure, type FigureName } from './figures';
import { boundOf, placeHeads, rangeOf, type HeadOrder, type Wish } from './order';
import { createOverviewGrid } from './overviewGrid';
import { presentLayers, type OverviewState } from './overviewState';

export interface Overview {
  readonly element: HTMLElement;
  draw(state: PanelState, ramp: Ramp): void;
}

const orders: readonly HeadOrder[] = ['layer', 'falling', 'rising'];

export function createOverview(store: Store<PanelState, PanelAction>, actions: PanelActions): Overview {
  const wish = (change: Partial<Wish>): void => {
    store.dispatch({ type: 'overviewWish', wish: { ...store.state.overview.wish, ...change } });
  };
  const figure = createDropdown('overviewFigure', (value) => {
    // SAFETY: the options are the names of figures.
    wish({ figure: value as FigureName });
  });
  const order = createDropdown('overviewOrder', (value) => {
    // SAFETY: the options are the orders.
    wish({ order: value as HeadOrder });
  });
  const least = createSlider('overviewLeast', (share) => {
    wish({ least: share });
  });
  const readout = element('p', 'hint overview-readout');
  const progress = element('p', 'hint');
  progress.setAttribute('role', 'status');
  const grid = createOverviewGrid((layer, head) => {
    const { choice } = store.state.snapshot ?? {};
    if (choice) actions.choose({ ...choice, layer, head });
  }, setReadout);
  const title = element('summary', 'row-title');
  const controls = element('div', 'selectors', figure.element, order.element);
  const details = element(
    'details',
    'overview',
    title,
    controls,
    least.element,
    grid.element,
    progress,
    readout,
  );
  details.addEventListener('toggle', () => {
    if (details.open !== store.state.overview.open) {
      store.dispatch({ type: 'overviewOpen', open: details.open });
    }
  });
  let drawn: { overview: OverviewState; snapshot: PanelSnapshot; ramp: Ramp } | undefined;

  function setReadout(words: string): void {
    setText(readout, words);
  }

  return {
    element: details,
    draw: ({ overview, snapshot }, ramp) => {
      if (!snapshot?.run) return;
      if (drawn?.overview === overview && drawn.snapshot === snapshot && drawn.ramp === ramp) return;
      drawn = { overview, snapshot, ramp };
      const { strings, choice, run } = snapshot;
      setText(title, strings.overview);
      details.open = overview.open;
      if (!overview.open) return;
      const layers = presentLayers(overview, snapshot);
      const asked = run.layers.filter((layer) => layer.kind === choice.kind);
      const first = [...layers.values()][0]?.heads[0]?.figures;
      const names = figureNames.filter((name) => !first || figureOf(first, name) !== undefined);
      const shown = names.includes(overview.wish.figure) ? overview.wish.figure : 'entropy';
      const wanted = { ...overview.wish, figure: shown };
      figure.setLabel(strings.figure);
      figure.update(
        names.map((name) => ({ value: name, text: strings[name] })),
        shown,
      );
      order.setLabel(strings.order);
      const words = { layer: strings.byLayer, falling: strings.highestFirst, rising: strings.lowestFirst };
      order.update(
        orders.map((value) => ({ value, text: words[value] })),
        wanted.order,
      );
      const range = rangeOf(layers, shown);
      const bound = formatFigure(shown, range ? boundOf(range, wanted.least) : 0);
      const name = strings[shown];
      least.update(formatMessage(strings.atLeast, { figure: name, value: bound }), wanted.least);
      const columns = wanted.order === 'layer' ? Math.max(1, ...asked.map(({ heads }) => heads)) : undefined;
      grid.draw({ heads: placeHeads(layers, wanted), columns, choice, figure: shown, strings, ramp });
      progress.hidden = layers.size === asked.length && !overview.failed;
      const part = formatMessage(strings.overviewPart, { count: layers.size, all: asked.length });
      setText(progress, overview.failed ? strings.overviewFailed : part);
    },
  };
}
