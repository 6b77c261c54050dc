import * as vscode from 'vscode';
import { weightLevels } from '../../core/analysis/levels';
import { readSettings } from '../settings';
import type { Analysis, State, Store } from '../state';
import { rangeIn } from './ranges';

/** Steps of colour; `headlight.weight1`… are contributed in package.json. */
export const levelCount = 10;
/** From this level on, high-contrast themes draw a border, since a tint alone is easily missed there. */
const firstBorderedLevel = 5;

/**
 * Paints the analysis into every editor of its document. The decoration types are made once: each costs a style sheet
 * rule in the workbench, so weights are rounded to {@link levelCount} of them.
 */
export class Decorations implements vscode.Disposable {
  readonly #levels = Array.from({ length: levelCount }, (_, index) => levelType(index + 1));
  readonly #query = vscode.window.createTextEditorDecorationType({
    border: '2px solid',
    borderColor: new vscode.ThemeColor('headlight.query'),
    borderRadius: '2px',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    overviewRulerColor: new vscode.ThemeColor('headlight.query'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  readonly #stale = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('headlight.stale'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #subscriptions: readonly vscode.Disposable[];
  #painted: State | undefined;

  constructor(private readonly store: Store) {
    this.#subscriptions = [
      store.onDidChange((state) => {
        if (!samePicture(state, this.#painted)) this.#paintAll();
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#paintAll();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('headlight.threshold')) this.#paintAll();
      }),
    ];
  }

  dispose(): void {
    for (const one of [...this.#subscriptions, ...this.#levels, this.#query, this.#stale]) one.dispose();
  }

  #paintAll(): void {
    const { analysis } = (this.#painted = this.store.state);
    for (const editor of vscode.window.visibleTextEditors) {
      if (analysis?.document === editor.document) this.#paint(editor, analysis);
      else this.#clear(editor);
    }
  }

  #paint(editor: vscode.TextEditor, analysis: Analysis): void {
    const { document, tokens, row, stale, query } = analysis;
    const ranges: vscode.Range[][] = this.#levels.map(() => []);
    const staleRanges: vscode.Range[] = [];
    const level = weightLevels(
      row.weights,
      // The query has its outline: its weight on itself, often the largest, would dim all the others.
      (token) => tokens[token] !== undefined && !query.tokens.includes(token),
      readSettings(document).threshold,
      levelCount,
    );
    level.forEach((step, token) => {
      const span = tokens[token];
      if (step > 0 && span) (stale ? staleRanges : ranges[step - 1])?.push(rangeIn(document, span));
    });
    this.#levels.forEach((type, index) => {
      editor.setDecorations(type, ranges[index] ?? []);
    });
    editor.setDecorations(this.#stale, staleRanges);
    editor.setDecorations(this.#query, stale ? [] : [rangeIn(document, query.span)]);
  }

  #clear(editor: vscode.TextEditor): void {
    for (const type of [...this.#levels, this.#query, this.#stale]) editor.setDecorations(type, []);
  }
}

function levelType(level: number): vscode.TextEditorDecorationType {
  const bordered = level >= firstBorderedLevel;
  return vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor(`headlight.weight${level}`),
    borderRadius: '2px',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    ...(bordered && {
      border: '1px solid',
      borderColor: new vscode.ThemeColor('headlight.weightBorder'),
      overviewRulerColor: new vscode.ThemeColor('headlight.weight'),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
    }),
  });
}

/** Whether two states look alike in the editor: the same analysis, since a new row makes a new one. */
function samePicture(a: State, b: State | undefined): boolean {
  return a.analysis === b?.analysis;
}
