import * as vscode from 'vscode';
import type { InferenceClient } from '../../protocol/inferenceClient';
import { queryAt, queryText, sideIn, type Analysis, type Query } from '../analysis';
import { lookFrom } from '../choices';
import type { Store } from '../state';
import { attentionParts, wordsShown } from './hoverText';
import { querySpan } from './passage';
import { predictionParts } from './predictionText';
import { rangeIn } from './ranges';

/**
 * Says on hover over an analysed word what it attends to, and what the model puts there; asks for what the worker holds
 * and starts no run.
 */
export class AttentionHover implements vscode.HoverProvider {
  constructor(
    private readonly store: Store,
    private readonly client: InferenceClient,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const { analysis, choice, direction, hideSpecial } = this.store.state;
    const query = analysis && !analysis.stale ? pointedQuery(analysis, document, position) : undefined;
    const look = query && lookFrom(query.side, choice, direction, analysis?.run.blocks ?? []);
    if (!analysis || !query || !look) return undefined;
    const controller = new AbortController();
    token.onCancellationRequested(() => {
      controller.abort();
    });
    const answer = await this.client.ask
      .topWords(
        {
          run: analysis.run.run,
          tokens: query.tokens,
          choice: look.choice,
          direction: look.direction,
          hideSpecial,
          count: wordsShown,
        },
        { signal: controller.signal },
      )
      // A run that is gone or a worker that is starting anew leaves nothing to say; commands report such things.
      .catch(() => undefined);
    if (!answer) return undefined;
    const parts = [
      ...predictionParts(analysis, query),
      ...attentionParts(queryText(query, analysis), answer, look, analysis.run.blocks),
    ];
    const text = new vscode.MarkdownString(parts.join('\n\n'), true);
    text.supportHtml = true;
    text.isTrusted = { enabledCommands: ['headlight.chooseHead', 'headlight.openPanel'] };
    return new vscode.Hover(text, rangeIn(document, query.span));
  }
}

/** The word under the mouse or at the caret as a query; behind the text that a next token was asked for, its last token. */
function pointedQuery(
  analysis: Analysis,
  document: vscode.TextDocument,
  position: vscode.Position,
): Query | undefined {
  const side = sideIn(analysis, document);
  const text = side && analysis.sides[side];
  if (!text) return undefined;
  const { task, query } = analysis;
  if (task === 'next' && document.offsetAt(position) === text.range.end) return query;
  const span = querySpan(document, new vscode.Range(position, position));
  return span && queryAt(span, side, text);
}
