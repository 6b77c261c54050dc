import type { PanelRun, PanelSnapshot } from '../../protocol/panel';
import { covering } from '../../core/text/span';
import { panelWords } from '../messages';
import { stageName } from '../status/progress';
import type { Analysis, State } from '../state';
import * as vscode from 'vscode';

/** What the page shows of the state. */
export function snapshotOf(state: State): PanelSnapshot {
  const { analysis, choice, direction, hideSpecial } = state;
  return {
    status: statusOf(state),
    run: analysis && panelRun(analysis),
    choice,
    direction,
    hideSpecial,
    strings: panelWords(),
  };
}

function statusOf({ busy, error, analysis }: State): PanelSnapshot['status'] {
  if (busy) return { kind: 'busy', stage: stageName(busy) };
  if (error !== undefined) return { kind: 'error', message: error };
  return { kind: analysis ? 'ready' : 'empty' };
}

function panelRun(analysis: Analysis): PanelRun {
  const { document, model, run, cut, query, row, stale, text } = analysis;
  return {
    run: run.run,
    model: model.name,
    file: vscode.workspace.asRelativePath(document.uri),
    tokens: run.tokens.map((token) => ({
      text: token.special ? token.text : text.slice(token.start, token.end),
      special: token.special,
    })),
    query: query.tokens,
    queryText: textOf(query.tokens, analysis),
    layers: run.blocks.map(({ layer, kind, heads }) => ({ layer, kind, heads: heads ?? 0 })),
    refused: run.refused,
    maxAbsError: run.selfCheck.maxAbsError,
    cut,
    stale,
    row: row.weights,
    hidden: row.hidden,
  };
}

/** The text that some tokens of a run cover together. */
function textOf(tokens: readonly number[], { run, text }: Analysis): string {
  const span = covering(tokens.flatMap((token) => run.tokens[token] ?? []));
  return span ? text.slice(span.start, span.end) : '';
}
