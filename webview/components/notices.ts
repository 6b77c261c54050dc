/** What the user should know about the run that is shown, each with the next thing to do. */
import { formatMessage } from '../../src/core/errorMessages';
import type { PanelCommand, PanelSnapshot } from '../../src/protocol/panel';
import { createLink } from '../controls/link';
import { createProgressRing } from '../controls/progressRing';
import type { PanelActions } from '../state/hostLink';
import type { PanelState } from '../state/state';
import { stageText } from '../text/stageText';
import { element } from './element';

export interface Notices {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}

interface Notice {
  readonly kind: 'busy' | 'info' | 'warning' | 'error';
  readonly name: string;
  readonly text: string;
  readonly links: readonly { readonly command: PanelCommand; readonly text: string }[];
}

export function createNotices(actions: PanelActions): Notices {
  const list = element('div', 'notices');
  list.setAttribute('role', 'status');
  let shown: { readonly snapshot: PanelSnapshot | undefined; readonly tileFailed: boolean } | undefined;
  return {
    element: list,
    update: (state) => {
      if (shown?.snapshot === state.snapshot && shown?.tileFailed === state.tileFailed) return;
      shown = { snapshot: state.snapshot, tileFailed: state.tileFailed };
      list.replaceChildren(...noticesOf(state).map((notice) => draw(notice, actions)));
    },
  };
}

function draw(notice: Notice, actions: PanelActions): HTMLElement {
  const text = element('span', 'notice-text', notice.text);
  for (const { command, text: words } of notice.links) {
    const link = createLink(command, () => {
      actions.runCommand(command);
    });
    link.setText(words);
    text.append(' ', link.element);
  }
  const sign = notice.kind === 'busy' ? createProgressRing() : element('span', 'sign');
  const box = element('div', `notice ${notice.kind}`, sign, text);
  box.dataset.notice = notice.name;
  return box;
}

/** The notices beside a run, the most pressing first. */
export function noticesOf({ snapshot, tileFailed }: PanelState): readonly Notice[] {
  const run = snapshot?.run;
  if (!snapshot || !run) return [];
  const { strings, status } = snapshot;
  const again = { command: 'again', text: strings.rerun } as const;
  const log = { command: 'showLog', text: strings.showLog } as const;
  const notices: Notice[] = [];
  if (status.kind === 'busy') {
    const text = formatMessage(strings.busy, { stage: stageText(status.stage, strings) });
    notices.push({ kind: 'busy', name: 'busy', text, links: [] });
  }
  if (status.kind === 'error')
    notices.push({
      kind: 'error',
      name: 'error',
      text: `${strings.error} ${status.message}`,
      links: [again, log],
    });
  if (tileFailed)
    notices.push({ kind: 'error', name: 'tile', text: strings.tileFailed, links: [again, log] });
  if (run.stale) notices.push({ kind: 'warning', name: 'stale', text: strings.stale, links: [again] });
  if (run.cut) notices.push({ kind: 'info', name: 'cut', text: strings.cut, links: [] });
  return notices;
}
