import * as vscode from 'vscode';
import { HeadlightError } from '../core/errors';
import { shift, type Span } from '../core/text/span';
import type { Direction, HeadChoice, ModelAnswer, RowAnswer, RowQuestion } from '../protocol/inference';
import type { InferenceClient } from '../protocol/inferenceClient';
import { possibleChoice } from './choices';
import { compareText } from './editor/edits';
import { passageAround, queryIn, querySpan, type Passage } from './editor/passage';
import { tokenSpans } from './editor/ranges';
import type { Models } from './models/models';
import { isCancelled, messageOf } from './messages';
import { queryOf, sameTokens } from './query';
import { readSettings } from './settings';
import type { Analysis, State, Store } from './state';

/**
 * Turns what the user asks into questions to the worker and their answers into the state. The newest request wins:
 * each cancels the one before it, and an answer that comes too late is dropped.
 */
export class Explainer implements vscode.Disposable {
  #running: AbortController | undefined;
  /** Changes whose row has been asked for and has not come. */
  #pending: Partial<State> = {};
  #turn = 0;

  constructor(
    private readonly store: Store,
    private readonly client: InferenceClient,
    private readonly models: Models,
  ) {}

  dispose(): void {
    this.cancel();
  }

  /**
   * Explains the caret's word or the selection of an editor.
   * @throws HeadlightError what went wrong, `cancelled` where a newer request has taken over
   */
  explain(editor: vscode.TextEditor, signal?: AbortSignal): Promise<void> {
    return this.#explain(editor.document, queryIn(editor), signal);
  }

  /** Runs the analysed document again: around the caret's word if the caret is there, else around the same query. */
  async again(signal?: AbortSignal): Promise<void> {
    const { analysis } = this.store.state;
    if (!analysis) return;
    const editor = vscode.window.activeTextEditor;
    const caret =
      editor?.document === analysis.document ? querySpan(editor.document, editor.selection) : undefined;
    await this.#explain(analysis.document, caret ?? analysis.query.span, signal);
  }

  /** Ends the run in progress. */
  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  clear(): void {
    this.cancel();
    this.#release(this.store.state.analysis);
    this.store.update({ analysis: undefined, error: undefined, busy: undefined });
  }

  /** Makes a span of the analysed text the query; ignored where it is not in that text. */
  async reselect(span: Span): Promise<void> {
    const { analysis } = this.#next;
    if (!analysis || analysis.stale) return;
    const query = queryOf(span, analysis.tokens);
    if (query && !sameTokens(query, analysis.query)) await this.#ask({ analysis: { ...analysis, query } });
  }

  async selectToken(token: number): Promise<void> {
    const { analysis } = this.#next;
    const span = analysis?.tokens[token];
    if (analysis && span) await this.#ask({ analysis: { ...analysis, query: { span, tokens: [token] } } });
  }

  /** The choice that is shown, or will be once its row has come: what a further step starts from. */
  get choice(): HeadChoice {
    return this.#next.choice;
  }

  /** Shows another head or aggregate; what the model does not have becomes the mean. */
  choose(choice: HeadChoice): Promise<void> {
    const { analysis } = this.#next;
    return this.#ask({ choice: analysis ? possibleChoice(choice, analysis.run.blocks) : choice });
  }

  setDirection(direction: Direction): Promise<void> {
    return this.#ask({ direction });
  }

  setHideSpecial(hideSpecial: boolean): Promise<void> {
    return this.#ask({ hideSpecial });
  }

  async #explain(document: vscode.TextDocument, span: Span, outer?: AbortSignal): Promise<void> {
    this.cancel();
    const controller = (this.#running = new AbortController());
    const cancel = (): void => {
      controller.abort();
    };
    outer?.addEventListener('abort', cancel);
    try {
      const settings = readSettings(document);
      const passage = passageAround(document, span, settings.scope);
      this.store.update({ busy: 'loading', error: undefined });
      const model = await this.models.open(settings, controller.signal);
      const analysis =
        this.#reusable(document, passage, model, span) ??
        (await this.#run(document, passage, model, span, controller.signal));
      await this.#ask({ analysis, choice: possibleChoice(this.#next.choice, analysis.run.blocks) });
    } catch (thrown) {
      if (!isCancelled(thrown)) this.store.update({ error: messageOf(thrown) });
      throw thrown;
    } finally {
      outer?.removeEventListener('abort', cancel);
      if (this.#running === controller) {
        this.#running = undefined;
        this.store.update({ busy: undefined });
      }
    }
  }

  /** The present analysis with another query, where it already holds what a new run would give. */
  #reusable(
    document: vscode.TextDocument,
    passage: Passage,
    model: ModelAnswer,
    span: Span,
  ): Analysis | undefined {
    const { analysis } = this.store.state;
    if (analysis?.document !== document || analysis.stale || analysis.model.model !== model.model)
      return undefined;
    if (analysis.text !== passage.text || analysis.range.start !== passage.range.start) return undefined;
    const query = queryOf(span, analysis.tokens);
    return query && { ...analysis, query };
  }

  async #run(
    document: vscode.TextDocument,
    passage: Passage,
    model: ModelAnswer,
    span: Span,
    signal: AbortSignal,
  ): Promise<Analysis> {
    this.store.update({ busy: 'running' });
    const around = shift(span, -passage.range.start);
    const run = await this.client.ask.run({ model: model.model, text: passage.text, around }, { signal });
    const { text, range } = passage;
    const tokens = tokenSpans(run.tokens, range.start);
    const query = queryOf(span, tokens);
    if (!query) throw new HeadlightError('text-query-no-tokens', { model: model.name });
    const row = { weights: new Float32Array(run.tokens.length), hidden: 0 };
    const cut = run.cut || passage.cut;
    return { document, model, run, text, cut, range, tokens, stale: false, query, row };
  }

  /** The state once the answers that are still under way have come. */
  get #next(): State {
    return { ...this.store.state, ...this.#pending };
  }

  /** Takes a change over together with the row that belongs to it; changes that come meanwhile join it. */
  async #ask(change: Partial<State>): Promise<void> {
    const turn = ++this.#turn;
    this.#pending = { ...this.#pending, ...change };
    const { analysis, choice, direction, hideSpecial } = this.#next;
    const row = analysis && (await this.#row(analysis, { choice, direction, hideSpecial }));
    if (turn !== this.#turn) return;
    const settled = { ...this.#pending, error: undefined };
    this.#pending = {};
    if (!analysis) this.store.update(settled);
    else if (row) this.#settle(settled, { ...analysis, row });
    else {
      // The worker has let the run go, or was started anew: ask the same of a new run.
      this.store.update({ ...settled, analysis: undefined });
      await this.#explain(analysis.document, analysis.query.span);
    }
  }

  /** The row of an analysis' query; `undefined` where its run is gone. */
  async #row(analysis: Analysis, how: Omit<RowQuestion, 'run' | 'tokens'>): Promise<RowAnswer | undefined> {
    try {
      return await this.client.ask.row({ run: analysis.run.run, tokens: analysis.query.tokens, ...how });
    } catch (thrown) {
      if (thrown instanceof HeadlightError && thrown.code === 'run-unknown') return undefined;
      this.#pending = {};
      throw thrown;
    }
  }

  /** Shows an analysis. Edits that came while it was under way have moved the shown one, but not a new one. */
  #settle(change: Partial<State>, analysis: Analysis): void {
    const shown = this.store.state.analysis;
    if (shown?.run === analysis.run) {
      const { query, row } = analysis;
      this.store.update({ ...change, analysis: { ...shown, query, row } });
    } else {
      this.#release(shown);
      this.store.update({ ...change, analysis: compareText(analysis) });
    }
  }

  #release(analysis: Analysis | undefined): void {
    if (analysis) void this.client.ask.release({ run: analysis.run.run }).catch(() => undefined);
  }
}
