import * as vscode from 'vscode';
import type { Span } from '../core/text/span';
import type { Analysis, Task } from './analysis';
import { queryIn, querySpan } from './editor/passage';

/** What is to be run. */
export interface Request {
  readonly task: Task;
  readonly document: vscode.TextDocument;
  /** The explained or masked words; the caret, as an empty span, where the task is `next`. */
  readonly span: Span;
  /** Whether the words are a selection of the user's, which is what a translation is made of. */
  readonly selected: boolean;
}

/** What a task asks for at the caret, or of the selection, of an editor. @throws HeadlightError `text-…` */
export function requestIn(editor: vscode.TextEditor, task: Task): Request {
  const { document, selection } = editor;
  if (task === 'next') return { task, document, span: caretOf(editor), selected: false };
  const selected = task !== 'mask' && !selection.isEmpty;
  return { task, document, span: queryIn(editor), selected };
}

/** What makes an analysis anew, with the caret where it is now. */
export function requestOf({
  task,
  document,
  sides,
  mask,
  query,
}: Pick<Analysis, 'task' | 'document' | 'sides' | 'mask' | 'query'>): Request {
  const active = vscode.window.activeTextEditor;
  const editor = active?.document === document ? active : undefined;
  const { start, end } = sides.source.range;
  switch (task) {
    case 'next':
      return { task, document, span: editor ? caretOf(editor) : { start: end, end }, selected: false };
    case 'mask':
      return { task, document, span: mask ?? query.span, selected: false };
    case 'explain':
    case 'translate': {
      const span = editor && querySpan(document, editor.selection);
      if (span) return { task, document, span, selected: !editor.selection.isEmpty };
      const isTarget = query.side === 'target';
      return { task, document, span: isTarget ? { start, end } : query.span, selected: isTarget };
    }
  }
}

function caretOf({ document, selection }: vscode.TextEditor): Span {
  const caret = document.offsetAt(selection.active);
  return { start: caret, end: caret };
}
