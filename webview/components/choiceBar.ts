/** The selectors: layer, head, direction, special tokens. */
import { formatMessage } from '../../src/core/errorMessages';
import type { HeadChoice } from '../../src/protocol/inference';
import type { PanelRun, PanelSnapshot } from '../../src/protocol/panel';
import { createCheckbox } from '../controls/checkbox';
import { createDropdown, type DropdownOption } from '../controls/dropdown';
import { createRadioGroup } from '../controls/radioGroup';
import type { PanelActions } from '../state/hostLink';
import { formatShare } from '../text/format';
import { element, setText } from './element';

export interface ChoiceBar {
  readonly element: HTMLElement;
  update(snapshot: PanelSnapshot, run: PanelRun): void;
}

type Strings = PanelSnapshot['strings'];

export function createChoiceBar(actions: PanelActions): ChoiceBar {
  let choice: HeadChoice = { layer: 'mean', head: 'mean' };
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
  const renormalised = element('p', 'hint');
  const selectors = element('div', 'selectors', layer.element, head.element);
  let shown: PanelSnapshot | undefined;

  return {
    element: element('div', 'choices', selectors, direction.element, hideSpecial.element, renormalised),
    update: (snapshot, run) => {
      if (snapshot === shown) return;
      shown = snapshot;
      choice = snapshot.choice;
      const { strings } = snapshot;
      layer.setLabel(strings.layer);
      layer.update(layerOptions(run, strings), String(choice.layer));
      head.setLabel(strings.head);
      head.update(headOptions(run, choice, strings), String(choice.head));
      direction.update(
        strings.direction,
        [
          { value: 'attendsTo', text: strings.attendsTo },
          { value: 'attendedBy', text: strings.attendedBy },
        ],
        snapshot.direction,
      );
      hideSpecial.update(strings.hideSpecial, snapshot.hideSpecial);
      renormalised.hidden = !snapshot.hideSpecial;
      const share = formatMessage(strings.hiddenShare, { share: formatShare(run.hidden) });
      setText(renormalised, `${strings.renormalised} (${share})`);
    },
  };
}

function layerOptions(run: PanelRun, strings: Strings): readonly DropdownOption[] {
  return [
    ...run.layers.map(({ layer }) => ({
      value: String(layer),
      text: formatMessage(strings.oneLayer, { layer }),
    })),
    { value: 'mean', text: strings.meanOverLayers },
  ];
}

/** The heads of the chosen layer; for the mean over layers, those that every layer has. */
function headOptions(run: PanelRun, { layer }: HeadChoice, strings: Strings): readonly DropdownOption[] {
  const asked = run.layers.filter((one) => layer === 'mean' || one.layer === layer);
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
