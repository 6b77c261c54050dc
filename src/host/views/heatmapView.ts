import * as vscode from 'vscode';
import type { InferenceClient } from '../../protocol/inferenceClient';
import type { PanelHostApi, PanelPageApi } from '../../protocol/panel';
import { openChannel, type Channel } from '../../protocol/rpc';
import type { Explainer } from '../explainer';
import { rangeIn } from '../editor/ranges';
import type { Store } from '../state';
import { pageHtml } from './html';
import { panelPort } from './panelPort';
import { snapshotOf } from './snapshot';

/** The side panel: gives the page snapshots of the state and forwards its questions to the worker; stores nothing. */
export class HeatmapView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'headlight.heatmap';
  readonly #subscription: vscode.Disposable;
  #view: vscode.WebviewView | undefined;
  #channel: Channel<PanelPageApi> | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly store: Store,
    private readonly explainer: Explainer,
    private readonly client: InferenceClient,
    private readonly onError: (thrown: unknown) => void,
  ) {
    this.#subscription = store.onDidChange(() => {
      this.#push();
    });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [vscode.Uri.joinPath(this.extensionUri, 'dist')],
    };
    this.#view = view;
    this.#channel = openChannel<PanelHostApi, PanelPageApi>(panelPort(view.webview), {
      ready: () => snapshotOf(this.store.state),
      tile: (question, { signal }) => this.client.ask.tile(question, { signal }),
      choose: (choice) => this.#do(this.explainer.choose(choice)),
      setDirection: (direction) => this.#do(this.explainer.setDirection(direction)),
      setHideSpecial: (hide) => this.#do(this.explainer.setHideSpecial(hide)),
      selectToken: (question) => this.#do(this.#select(question.run, question.token)),
      runCommand: (command) => {
        void vscode.commands.executeCommand(`headlight.${command}`);
        return null;
      },
    });
    view.webview.html = pageHtml(view.webview, this.extensionUri);
    view.onDidDispose(() => {
      this.#view = this.#channel = undefined;
    });
    view.onDidChangeVisibility(() => {
      this.#push();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Messages to a hidden page are lost, so it is given the state when it is shown again. */
  #push(): void {
    if (this.#view?.visible !== true) return;
    // A page that is being torn down answers no more; its successor asks when it is ready.
    this.#channel?.remote.show(snapshotOf(this.store.state)).catch(() => undefined);
  }

  /** Errors of the page's wishes are told to the user here; the page has nothing to do about them. */
  async #do(work: Promise<void>): Promise<null> {
    await work.catch(this.onError);
    return null;
  }

  async #select(run: number, token: number): Promise<void> {
    const { analysis } = this.store.state;
    const span = analysis?.tokens[token];
    if (analysis?.run.run !== run || analysis.stale) return;
    await this.explainer.selectToken(token);
    if (!span) return;
    const range = rangeIn(analysis.document, span);
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === analysis.document);
    const editor =
      visible ?? (await vscode.window.showTextDocument(analysis.document, { preserveFocus: true }));
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
