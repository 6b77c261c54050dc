import * as vscode from 'vscode';
import type { Span } from '../../core/text/span';
import type { Side } from '../../protocol/inference';
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
      layerOverview: (question, { signal }) => this.client.ask.layerOverview(question, { signal }),
      choose: (choice) => this.#do(this.explainer.choose(choice)),
      setDirection: (direction) => this.#do(this.explainer.setDirection(direction)),
      setHideSpecial: (hide) => this.#do(this.explainer.setHideSpecial(hide)),
      selectToken: (question) => this.#do(this.#select(question)),
      openModel: (uri) => {
        void vscode.commands.executeCommand('headlight.openModel', uri);
        return null;
      },
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

  async #select({ run, side, token }: TokenQuestion): Promise<void> {
    const { analysis } = this.store.state;
    const text = analysis?.sides[side];
    if (!text || analysis.run.run !== run || analysis.stale) return;
    await this.explainer.selectToken(token, side);
    const span = text.spans[token];
    if (span) await this.#reveal(text.uri, span, side);
  }

  /** Selects a span in the editor that shows it. A translation that the user has closed is not opened again. */
  async #reveal(uri: vscode.Uri, span: Span, side: Side): Promise<void> {
    const visible = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    if (!visible && side === 'target') return;
    const editor = visible ?? (await vscode.window.showTextDocument(uri, { preserveFocus: true }));
    const range = rangeIn(editor.document, span);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

type TokenQuestion = Parameters<PanelHostApi['selectToken']>[0];
