import * as vscode from 'vscode';
import { InferenceClient } from '../protocol/inferenceClient';
import type { DownloadFiles } from '../protocol/downloadFiles';
import type { StartChosenWorker } from '../protocol/workerHandle';
import { chooseHead } from './commands/chooseHead';
import { modelCommands } from './commands/modelCommands';
import type { CommandName } from './commands/names';
import { runCommands } from './commands/runCommands';
import { openSample } from './commands/openSample';
import type { Step } from './choices';
import { stepHead } from './commands/stepHead';
import { followContextKey } from './contextKey';
import { Decorations } from './editor/decorations';
import { followEdits } from './editor/edits';
import { AttentionHover } from './editor/hover';
import { Live } from './editor/live';
import { followSelection } from './editor/selection';
import { Translation } from './editor/translation';
import { Answers } from './answers';
import { Explainer } from './explainer';
import { followSettings } from './followSettings';
import { Downloads, downloadsFolder } from './hub/downloads';
import { HubAccess } from './hub/hubAccess';
import { isCancelled, report } from './messages';
import { Models } from './models/models';
import { RecentModels } from './models/recentModels';
import { TokenizerChoices } from './models/tokenizerChoices';
import { Runs } from './runs';
import { readSettings } from './settings';
import { Store } from './state';
import { withProgress } from './status/progress';
import { StatusBar } from './status/statusBar';
import { HeatmapView } from './views/heatmapView';

/**
 * The composition root: makes every part, gives each what it needs, and hands all of them to `context`.
 * @param files writes in the folder of downloads, see `downloadsFolder`
 */
export function activate(
  context: vscode.ExtensionContext,
  startWorker: StartChosenWorker,
  files: DownloadFiles,
): void {
  const start = performance.now();
  const log = vscode.window.createOutputChannel('Headlight', { log: true });
  const { choice, hideSpecialTokens } = readSettings();
  const store = new Store({
    analysis: undefined,
    choice: { kind: 'self', ...choice },
    direction: 'attendsTo',
    hideSpecial: hideSpecialTokens,
    busy: undefined,
    error: undefined,
  });
  const client = new InferenceClient(() =>
    startWorker({
      engine: readSettings().engine,
      note: (text) => {
        log.warn(text);
      },
    }),
  );
  const downloads = new Downloads(downloadsFolder(context), files);
  const tokenizers = new TokenizerChoices(context.globalState);
  const models = new Models(client, context.extensionUri, downloads, tokenizers);
  const explainer = new Explainer(store, new Runs(client, models), new Answers(client), client);
  const recent = new RecentModels(context.globalState);
  const tell = (thrown: unknown): void => {
    report(thrown, log);
  };
  const note = (thrown: unknown): void => {
    if (!isCancelled(thrown)) log.warn(String(thrown));
  };
  const translation = new Translation(store, note);
  const view = new HeatmapView(context.extensionUri, store, explainer, client, tell);

  const step = (name: Step) => () => stepHead(name, store, explainer);
  const commands: Readonly<Record<CommandName, (argument: unknown) => unknown>> = {
    ...runCommands(explainer, store, log),
    again: () => withProgress(store, (signal) => explainer.again(signal)),
    clearHighlights: () => {
      explainer.clear();
    },
    nextHead: step('nextHead'),
    previousHead: step('previousHead'),
    nextLayer: step('nextLayer'),
    previousLayer: step('previousLayer'),
    chooseHead: (given) => chooseHead(given, store, explainer, client),
    ...modelCommands(context.extensionUri, {
      store,
      explainer,
      models,
      recent,
      downloads,
      tokenizers,
      hub: new HubAccess(context.secrets),
    }),
    openPanel: () => vscode.commands.executeCommand(`${HeatmapView.id}.focus`),
    openTranslation: () => translation.open(),
    openSample: () => openSample(context.extensionUri),
    showLog: () => {
      log.show();
    },
  };

  context.subscriptions.push(
    log,
    store,
    client,
    explainer,
    view,
    translation,
    new Decorations(store),
    new StatusBar(store),
    new Live(store, explainer, note),
    followEdits(store),
    followSelection(store, explainer, tell),
    followContextKey(store),
    followSettings(explainer, client, tell),
    vscode.window.registerWebviewViewProvider(HeatmapView.id, view),
    vscode.languages.registerHoverProvider({ scheme: '*' }, new AttentionHover(store, client)),
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`headlight.${name}`, async (argument: unknown) => {
        try {
          await run(argument);
        } catch (thrown) {
          tell(thrown);
        }
      }),
    ),
  );
  log.info(`Activated in ${(performance.now() - start).toFixed(0)} ms.`);
}
