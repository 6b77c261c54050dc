import * as vscode from 'vscode';
import { moveSpan, stretchSpan, type Edit } from '../../core/text/edit';
import { tokensSpan, tokenSpans, type Analysis, type SideText } from '../analysis';
import type { Store } from '../state';
import { holds } from './ranges';

/** Keeps the analysis in step with its document: spans move with edits, and a changed text makes it stale. */
export function followEdits(store: Store): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const { analysis } = store.state;
      if (analysis?.document !== document || contentChanges.length === 0) return;
      const moved = contentChanges
        .map((change) => ({
          offset: change.rangeOffset,
          removed: change.rangeLength,
          inserted: change.text.length,
        }))
        .reduce(moveAnalysis, analysis);
      store.update({ analysis: compareText(moved) });
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (store.state.analysis?.document === document) store.update({ analysis: undefined });
    }),
  );
}

function moveAnalysis(analysis: Analysis, edit: Edit): Analysis {
  const { sides, mask, query } = analysis;
  return {
    ...analysis,
    sides: { ...sides, source: moveText(sides.source, edit) },
    mask: mask && stretchSpan(mask, edit),
    query: query.side === 'source' ? { ...query, span: stretchSpan(query.span, edit) } : query,
  };
}

function moveText(text: SideText, edit: Edit): SideText {
  return {
    ...text,
    range: stretchSpan(text.range, edit),
    spans: text.spans.map((span) => span && moveSpan(span, edit)),
  };
}

/** The analysis, stale where the document holds another text now, as new where an undo has brought the text back. */
export function compareText(analysis: Analysis): Analysis {
  const { document, sides, query } = analysis;
  const { source } = sides;
  if (!holds(document, source.text, source.range)) return { ...analysis, stale: true };
  const spans = tokenSpans(source.text, source.tokens, source.range.start);
  const span = query.side === 'source' ? tokensSpan(query.tokens, spans) : undefined;
  return {
    ...analysis,
    stale: false,
    sides: { ...sides, source: { ...source, spans } },
    query: span ? { ...query, span } : query,
  };
}
