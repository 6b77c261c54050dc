import * as vscode from 'vscode';
import { weightLevels } from '../../core/analysis/levels';
import { readSettings } from '../settings';
import { sideIn, type Analysis, type SideText } from '../analysis';
import type { Store } from '../state';
import { holds, rangeIn } from './ranges';

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
  /**
   * What each editor shows; whatever is missing here shows nothing. Only changes are sent: each is a message to the
   * workbench, which warns of those that are for an editor that it has closed meanwhile.
   */
  #shown = new WeakMap<vscode.TextEditor, Analysis>();

  constructor(private readonly store: Store) {
    this.#subscriptions = [
      store.onDidChange(() => {
        this.#paintAll();
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#paintAll();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // The translation's document gets its text some time after the analysis has it.
        const { analysis } = store.state;
        if (analysis && sideIn(analysis, document) === 'target') this.#paintAll();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('headlight.threshold')) return;
        this.#shown = new WeakMap();
        this.#paintAll();
      }),
    ];
  }

  dispose(): void {
    for (const one of [...this.#subscriptions, ...this.#levels, this.#query, this.#stale]) one.dispose();
  }

  #paintAll(): void {
    const { analysis } = this.store.state;
    for (const editor of vscode.window.visibleTextEditors) {
      const text = analysis && textIn(analysis, editor.document);
      const wanted = text && analysis;
      if (this.#shown.get(editor) === wanted) continue;
      if (wanted) {
        this.#paint(editor, wanted, text);
        this.#shown.set(editor, wanted);
      } else {
        this.#clear(editor);
        this.#shown.delete(editor);
      }
    }
  }

  #paint(editor: vscode.TextEditor, { sides, row, stale, query }: Analysis, text: SideText): void {
    const { document } = editor;
    const { spans } = text;
    const isQuerys = text === sides[query.side];
    const ranges: vscode.Range[][] = this.#levels.map(() => []);
    const staleRanges: vscode.Range[] = [];
    const level = weightLevels(
      text === sides[row.side] ? row.weights : [],
      // The query has its outline: its weight on itself, often the largest, would dim all the others.
      (token) => spans[token] !== undefined && !(isQuerys && query.tokens.includes(token)),
      readSettings(document).threshold,
      levelCount,
    );
    level.forEach((step, token) => {
      const span = spans[token];
      if (step > 0 && span) (stale ? staleRanges : ranges[step - 1])?.push(rangeIn(document, span));
    });
    this.#levels.forEach((type, index) => {
      editor.setDecorations(type, ranges[index] ?? []);
    });
    editor.setDecorations(this.#stale, staleRanges);
    editor.setDecorations(this.#query, isQuerys && !stale ? [rangeIn(document, query.span)] : []);
  }

  #clear(editor: vscode.TextEditor): void {
    for (const type of [...this.#levels, this.#query, this.#stale]) editor.setDecorations(type, []);
  }
}

/** The text of an analysis that a document shows, if it has it already. */
function textIn(analysis: Analysis, document: vscode.TextDocument): SideText | undefined {
  const side = sideIn(analysis, document);
  const text = side && analysis.sides[side];
  return text && (side === 'source' || holds(document, text.text, text.range)) ? text : undefined;
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
