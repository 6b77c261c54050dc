/** What an encoder–decoder wrote, with the way to the editor that shows it. */
import { createLink } from '../controls/link';
import type { PanelActions } from '../state/hostLink';
import type { PanelState } from '../state/state';
import { element, setText } from './element';

export interface Translation {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}

export function createTranslation(actions: PanelActions): Translation {
  const title = element('h2', 'row-title');
  const text = element('p', 'translation-text');
  text.dataset.role = 'translation';
  text.dir = 'auto';
  const show = createLink('openTranslation', () => {
    actions.runCommand('openTranslation');
  });
  const section = element('section', 'translation', title, text, show.element);
  return {
    element: section,
    update: ({ snapshot }) => {
      const target = snapshot?.run?.target;
      section.hidden = target === undefined;
      if (!snapshot || !target) return;
      setText(title, snapshot.strings.translation);
      setText(text, target.text === '' ? '∅' : target.text);
      show.setText(snapshot.strings.showTranslation);
    },
  };
}
