/** What the model puts into masked places, or after a token: a table with a bar for each prediction. */
import { formatShare } from '../../src/core/analysis/formatShare';
import { formatMessage } from '../../src/core/errorMessages';
import { tokenText } from '../../src/core/text/tokenText';
import type { PanelRun, PanelSnapshot } from '../../src/protocol/panel';
import type { PanelState } from '../state/state';
import { element } from './element';

export interface Predictions {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}

type Answer = NonNullable<PanelRun['predictions']>;
type Place = Answer['places'][number];
type Strings = PanelSnapshot['strings'];

/** Predictions listed for each place where there are several. */
const severalShown = 5;

export function createPredictions(): Predictions {
  const section = element('section', 'predictions');
  let shown: PanelSnapshot | undefined;
  return {
    element: section,
    update: ({ snapshot }) => {
      if (snapshot === shown) return;
      shown = snapshot;
      const run = snapshot?.run;
      const answer = run?.predictions;
      section.hidden = !answer || answer.places.length === 0;
      if (!run || !answer) section.replaceChildren();
      else
        section.replaceChildren(
          ...answer.places.flatMap((place) => draw(place, answer, run, snapshot.strings)),
        );
    },
  };
}

function draw(
  place: Place,
  { kind, places }: Answer,
  run: PanelRun,
  strings: Strings,
): readonly HTMLElement[] {
  const { original } = place;
  const known = kind === 'masked' ? original?.text : run.tokens[place.token]?.text;
  const name = kind === 'masked' ? strings.maskedTitle : strings.nextTitle;
  const title = element('h2', 'row-title', formatMessage(name, { token: tokenText(known ?? '') }));
  const count = places.length > 1 ? severalShown : place.predictions.length;
  const parts = [title, table(place, count, title.textContent, strings)];
  if (original) {
    const { rank, probability } = original;
    const share = formatShare(probability);
    const text = formatMessage(strings.inText, { token: tokenText(original.text), rank, share });
    parts.push(element('p', 'hint', text));
  }
  return parts;
}

function table(
  { predictions, original }: Place,
  count: number,
  caption: string,
  strings: Strings,
): HTMLTableElement {
  const heads = [element('th', '', strings.token), element('th', '', strings.probability)];
  for (const head of heads) head.scope = 'col';
  const largest = predictions[0]?.probability ?? 0;
  const rows = predictions.slice(0, count).map(({ id, text, probability }) => {
    const fill = element('span', 'fill');
    fill.style.width = `${largest > 0 ? (100 * probability) / largest : 0}%`;
    const track = element('span', 'track', fill);
    track.setAttribute('aria-hidden', 'true');
    const name = element('td', 'name', track, element('bdi', 'token', tokenText(text)));
    const row = element('tr', '', name, element('td', 'weight', formatShare(probability)));
    row.classList.toggle('original', id === original?.id);
    return row;
  });
  const created = element(
    'table',
    'bar-table',
    element('caption', 'visually-hidden', caption),
    element('colgroup', '', element('col'), element('col', 'weights')),
    element('thead', 'visually-hidden', element('tr', '', ...heads)),
    element('tbody', '', ...rows),
  );
  created.dataset.role = 'predictions';
  return created;
}
