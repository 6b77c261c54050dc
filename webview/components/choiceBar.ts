/** The selectors: kind of attention, layer, head, direction, special tokens. */
import { formatShare } from '../../src/core/analysis/formatShare';
import { formatMessage } from '../../src/core/errorMessages';
import { isBetweenTexts, kindsOf, kindTitle } from '../../src/core/analysis/kinds';
import type { BlockKind, HeadChoice } from '../../src/protocol/inference';
import type { PanelRun, PanelSnapshot } from '../../src/protocol/panel';
import { createCheckbox } from '../controls/checkbox';
import { createDropdown, type DropdownOption } from '../controls/dropdown';
import { createRadioGroup } from '../controls/radioGroup';
import type { PanelActions } from '../state/hostLink';
import { element, setText } from './element';

export interface ChoiceBar {
  readonly element: HTMLElement;
  update(snapshot: PanelSnapshot, run: PanelRun): void;
}

type Strings = PanelSnapshot['strings'];

export function createChoiceBar(actions: PanelActions): ChoiceBar {
  let choice: HeadChoice = { kind: 'self', layer: 'mean', head: 'mean' };
  const kind = createRadioGroup('kind', (value) => {
    // SAFETY: the options are the kinds of the run's layers.
    actions.choose({ ...choice, kind: value as BlockKind });
  });
  const layer = createDropdown('layer', (value) => {
    actions.choose({ ...choice, layer: value === 'mean' ? value : Number(value) });
  });
  const head = createDropdown('head', (value) => {
    actions.choose({ ...choice, head: value === 'mean' || value === 'max' ? value : Number(value) });
  });
  const direction = createRadioGroup('direction', (value) => {
    actions.setDirection(value === 'attendedBy' ? 'attendedBy' : 'attendsTo');
  });
  const hideSpecial = createCheckbox('hideSpecial', (hide) => {
    actions.setHideSpecial(hide);
  });
  const hiding = element('p', 'hint');
  const selectors = element('div', 'selectors', layer.element, head.element);
  let shown: PanelSnapshot | undefined;

  return {
    element: element(
      'div',
      'choices',
      kind.element,
      selectors,
      direction.element,
      hideSpecial.element,
      hiding,
    ),
    update: (snapshot, run) => {
      if (snapshot === shown) return;
      shown = snapshot;
      choice = snapshot.choice;
      const { strings } = snapshot;
      const kinds = kindsOf(run.layers);
      kind.element.hidden = kinds.length < 2;
      kind.update(
        strings.kind,
        kinds.map((one) => ({ value: one.kind, text: strings[kindTitle(one, run.layers)] })),
        choice.kind,
      );
      layer.setLabel(strings.layer);
      layer.update(layerOptions(run, choice, strings), String(choice.layer));
      head.setLabel(strings.head);
      head.update(headOptions(run, choice, strings), String(choice.head));
      const chosen = kinds.find((one) => one.kind === choice.kind);
      // Between two texts the direction follows from the one that the query is in.
      direction.element.hidden = chosen !== undefined && isBetweenTexts(chosen);
      direction.update(
        strings.direction,
        [
          { value: 'attendsTo', text: strings.attendsTo },
          { value: 'attendedBy', text: strings.attendedBy },
        ],
        snapshot.direction,
      );
      hideSpecial.update(strings.hideSpecial, snapshot.hideSpecial);
      hiding.hidden = !snapshot.hideSpecial;
      const share = formatMessage(strings.hiddenShare, { share: formatShare(run.hidden) });
      const rest = choice.head === 'max' ? strings.notRenormalised : strings.renormalised;
      setText(hiding, `${rest} (${share})`);
    },
  };
}

function layerOptions(run: PanelRun, choice: HeadChoice, strings: Strings): readonly DropdownOption[] {
  return [
    ...layersOf(run, choice).map(({ layer }) => ({
      value: String(layer),
      text: formatMessage(strings.oneLayer, { layer }),
    })),
    { value: 'mean', text: strings.meanOverLayers },
  ];
}

/** The heads of the chosen layer; for the mean over layers, those that every layer has. */
function headOptions(run: PanelRun, choice: HeadChoice, strings: Strings): readonly DropdownOption[] {
  const { layer } = choice;
  const asked = layersOf(run, choice).filter((one) => layer === 'mean' || one.layer === layer);
  const heads = asked.length === 0 ? 0 : Math.min(...asked.map((one) => one.heads));
  return [
    ...Array.from({ length: heads }, (_, head) => ({
      value: String(head),
      text: formatMessage(strings.oneHead, { head }),
    })),
    { value: 'mean', text: strings.meanOverHeads },
    { value: 'max', text: strings.maxOverHeads },
  ];
}

function layersOf({ layers }: PanelRun, { kind }: HeadChoice): PanelRun['layers'] {
  return layers.filter((one) => one.kind === kind);
}
