import * as vscode from 'vscode';
import type { PanelRun, PanelSnapshot, PanelToken } from '../../protocol/panel';
import { maskedTokens, queryText, type Analysis, type SideText } from '../analysis';
import { panelWords, reasonOf } from '../messages';
import type { State } from '../state';
import { stageName } from '../status/progress';

/** What the page shows of the state. */
export function snapshotOf(state: State): PanelSnapshot {
  const { analysis, choice, direction, hideSpecial } = state;
  return {
    status: statusOf(state),
    run: analysis && panelRun(analysis),
    choice,
    direction: analysis?.row.direction ?? direction,
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
  const { document, sides, model, run, cut, query, row, stale } = analysis;
  const { source, target } = sides;
  return {
    run: run.run,
    model: model.name,
    file: vscode.workspace.asRelativePath(document.uri),
    tokens: panelTokens(source, maskedTokens(analysis)),
    target: target && { text: target.text, tokens: panelTokens(target, []) },
    query: query.tokens,
    querySide: query.side,
    queryText: queryText(query, analysis),
    layers: run.blocks.map(({ layer, kind, heads, queries, keys }) => ({
      layer,
      kind,
      heads: heads ?? 0,
      queries,
      keys,
    })),
    refused: run.refused.map(({ node, reason }) => ({ node, reason: reasonOf(reason) })),
    maxAbsError: run.selfCheck.maxAbsError,
    cut,
    stale,
    row: row.weights,
    rowSide: row.side,
    hidden: row.hidden,
    predictions: predictionsOf(analysis),
  };
}

function panelTokens({ text, tokens }: SideText, masked: readonly number[]): PanelToken[] {
  return tokens.map((token, index) => ({
    text: token.special || masked.includes(index) ? token.text : text.slice(token.start, token.end),
    special: token.special,
  }));
}

function predictionsOf({ task, predictions }: Analysis): PanelRun['predictions'] {
  if (task !== 'mask' && task !== 'next') return undefined;
  return { kind: task === 'mask' ? 'masked' : 'next', places: predictions };
}
