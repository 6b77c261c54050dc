import * as vscode from 'vscode';
import type { Store } from '../state';

const scheme = 'headlight-translation';

/** The one document that shows translations; what it holds is that of the present analysis. */
export function translationUri(): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Translation')}` });
}

/**
 * Shows the text that an encoder–decoder wrote in a read-only editor beside the source. It is opened with the first
 * translation and kept up to date; once the user has closed it, it stays closed until it is asked for.
 */
export class Translation implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];
  #text = '';
  #isWanted = true;

  constructor(
    private readonly store: Store,
    onError: (thrown: unknown) => void,
  ) {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      store.onDidChange(({ analysis }) => {
        const target = analysis?.sides.target;
        if (!target || target.text === this.#text) return;
        this.#text = target.text;
        this.#changed.fire(translationUri());
        if (this.#isWanted && !tab()) this.open().catch(onError);
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        // Moving a tab to another group closes it in the first one.
        if (this.#text !== '' && closed.some(isTranslation) && !tab()) this.#isWanted = false;
      }),
    ];
    // A window that is loaded afresh restores the editor, but the text is gone.
    const left = tab();
    if (left) vscode.window.tabGroups.close(left).then(undefined, onError);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  /** Opens the translation beside the source and leaves the focus where it is. */
  async open(): Promise<void> {
    if (!this.store.state.analysis?.sides.target) return;
    this.#isWanted = true;
    const document = await vscode.workspace.openTextDocument(translationUri());
    const viewColumn = tab()?.group.viewColumn ?? vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true, preview: false });
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    this.#changed.dispose();
  }
}

function tab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(isTranslation);
}

function isTranslation({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputText && input.uri.scheme === scheme;
}
