import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import { planDownload, variantsOf, type DownloadPlan } from '../hub/downloadPlan';
import type { HubConnection } from '../hub/hubConnection';
import { listModel } from '../hub/listModel';
import { parseRepo } from '../hub/repoName';
import { messageOf } from '../messages';
import { cancellable } from '../status/cancellable';
import type { ModelParts } from './modelParts';
import { sizeName } from './modelSizes';
import { pickVariant } from './pickVariant';
import { useModel } from './useModel';

/**
 * *Download Model from Hub*: asks for a repository and for one of its models, fetches it, and makes it the chosen one.
 * Nothing else in Headlight uses the network.
 * @param argument the repository, where another extension or a key binding names it
 * @throws HeadlightError `hub-…`, `disk-full`, `storage-write`, `cancelled`, and as `useModel`
 */
export async function downloadModel(argument: unknown, parts: ModelParts): Promise<void> {
  const text = typeof argument === 'string' ? argument : await askRepo();
  if (text === undefined) return;
  const name = parseRepo(text);
  if (!name) throw new HeadlightError('hub-name', { text });
  const hub = await parts.hub.connection();
  const looking = vscode.l10n.t('Looking at {0}', name.repo);
  const model = await cancellable(looking, (signal) => listModel(hub, name, signal));
  const variants = variantsOf(model);
  const there = new Set((await parts.downloads.all()).map((one) => one.name));
  const variant = await pickVariant(`${model.repo} · ${model.commit.slice(0, 7)}`, variants, (one) =>
    there.has(planDownload(model, one).name),
  );
  if (!variant) return;
  const plan = planDownload(model, variant);
  if (!there.has(plan.name)) await download(plan, hub, parts);
  await useModel(parts, plan.name);
}

function askRepo(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Download a model from the hub'),
    prompt: vscode.l10n.t('The name of a model with an ONNX file, or the address of its page'),
    placeHolder: vscode.l10n.t('owner/name, owner/name@revision'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || parseRepo(text) ? undefined : messageOf(new HeadlightError('hub-name', { text })),
  });
}

/** Fetches a model with a notification that counts bytes and can cancel. */
async function download(plan: DownloadPlan, hub: HubConnection, { downloads }: ModelParts): Promise<void> {
  const { model, bytes: total } = plan;
  const all = sizeName(total);
  let shown = 0;
  await cancellable(vscode.l10n.t('Downloading {0}', model.repo), (signal, report) =>
    downloads.fetch(plan, {
      hub,
      signal,
      onBytes: (bytes) => {
        // A notification redraws itself at each report: a hundred are enough.
        const step = bytes - shown;
        if (Math.abs(step) < total / 100 && bytes < total) return;
        shown = bytes;
        report({
          message: vscode.l10n.t('{0} of {1}', sizeName(bytes), all),
          increment: (100 * step) / total,
        });
      },
    }),
  );
}
