/** The page without a run: at first, while the first one is under way, or when it failed. */
import { formatMessage } from '../../src/core/errorMessages';
import type { PanelCommand, PanelSnapshot } from '../../src/protocol/panel';
import { createButton } from '../controls/button';
import { createLink } from '../controls/link';
import { createProgressRing } from '../controls/progressRing';
import type { PanelActions } from '../state/hostLink';
import { stageText } from '../text/stageText';
import { element } from './element';

export interface Welcome {
  readonly element: HTMLElement;
  update(snapshot: PanelSnapshot | undefined): void;
}

export function createWelcome(actions: PanelActions): Welcome {
  const page = element('div', 'welcome');
  let shown: PanelSnapshot['status'] | 'loading' | undefined;

  const button = (command: PanelCommand, text: string): HTMLElement => {
    const created = createButton(command, () => {
      actions.runCommand(command);
    });
    created.setText(text);
    return created.element;
  };
  const link = (command: PanelCommand, text: string): HTMLElement => {
    const created = createLink(command, () => {
      actions.runCommand(command);
    });
    created.setText(text);
    return created.element;
  };

  function contents(snapshot: PanelSnapshot | undefined): readonly Node[] {
    if (!snapshot) return [createProgressRing()];
    const { status, strings } = snapshot;
    switch (status.kind) {
      case 'busy': {
        const stage = element(
          'p',
          '',
          formatMessage(strings.busy, { stage: stageText(status.stage, strings) }),
        );
        stage.setAttribute('role', 'status');
        return [createProgressRing(), stage];
      }
      case 'error': {
        const message = element('p', 'error-text', element('strong', '', strings.error), ' ', status.message);
        message.setAttribute('role', 'alert');
        return [message, button('explain', strings.rerun), link('showLog', strings.showLog)];
      }
      case 'empty':
      case 'ready':
        return [
          element('p', '', strings.empty),
          button('explain', strings.explain),
          link('openSample', strings.openSample),
        ];
    }
  }

  return {
    element: page,
    update: (snapshot) => {
      const status = snapshot?.status ?? 'loading';
      if (status === shown) return;
      shown = status;
      page.dataset.state = snapshot?.status.kind ?? 'loading';
      page.replaceChildren(...contents(snapshot));
    },
  };
}
