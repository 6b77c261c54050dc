/** Where the picture comes from: model, file, self-check, blocks that are not shown. */
import { largeError } from '../../src/core/attention/largeError';
import { formatMessage } from '../../src/core/errorMessages';
import type { PanelSnapshot } from '../../src/protocol/panel';
import { formatError } from '../text/format';
import { element, setText } from './element';

export interface Footer {
  readonly element: HTMLElement;
  update(snapshot: PanelSnapshot): void;
}

export function createFooter(): Footer {
  const source = element('p', 'source');
  const selfCheck = element('p', 'self-check');
  selfCheck.dataset.role = 'self-check';
  const refused = element('ul');
  const refusedTitle = element('summary');
  const details = element('details', 'refused', refusedTitle, refused);
  let shown: PanelSnapshot | undefined;
  return {
    element: element('footer', '', details, source, selfCheck),
    update: (snapshot) => {
      const { run, strings } = snapshot;
      if (snapshot === shown || !run) return;
      shown = snapshot;
      setText(source, `${run.model} · ${run.file}`);
      source.title = source.textContent;
      const sentence = run.maxAbsError > largeError ? strings.selfCheckLarge : strings.selfCheck;
      setText(selfCheck, formatMessage(sentence, { error: formatError(run.maxAbsError) }));
      selfCheck.title = strings.selfCheckHelp;
      details.hidden = run.refused.length === 0;
      setText(refusedTitle, formatMessage(strings.refusedCount, { count: run.refused.length }));
      refused.replaceChildren(
        ...run.refused.map(({ node, reason }) =>
          element('li', '', formatMessage(strings.refused, { node, reason })),
        ),
      );
    },
  };
}
