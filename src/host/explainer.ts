import type * as vscode from 'vscode';
import { kindsOf } from '../core/analysis/kinds';
import type { Span } from '../core/text/span';
import type { Direction, HeadChoice, Side } from '../protocol/inference';
import type { InferenceClient } from '../protocol/inferenceClient';
import type { ModelAnswer } from '../protocol/models';
import { queryAt, sameTokens, sideIn, strongestToken, type Analysis, type Task } from './analysis';
import type { Answers } from './answers';
import { mainKind } from './choices';
import { compareText } from './editor/edits';
import { isCancelled, messageOf } from './messages';
import { NewestWork } from './newestWork';
import { requestOf, requestIn, type Request } from './requests';
import type { Fresh, Runs } from './runs';
import type { State, Store } from './state';

/** The state with an analysis whose answers are under way. */
type Asked = Omit<State, 'analysis'> & { readonly analysis: Fresh | undefined };

/**
 * Turns what the user asks into questions to the worker and their answers into the state. The newest request wins:
 * each cancels the one before it, and an answer that comes too late is dropped.
 */
export class Explainer implements vscode.Disposable {
  readonly #work = new NewestWork();
  /** Changes whose row has been asked for and has not come. */
  #pending: Partial<Asked> = {};
  #turn = 0;

  constructor(
    private readonly store: Store,
    private readonly runs: Runs,
    private readonly answers: Answers,
    private readonly client: InferenceClient,
  ) {}

  dispose(): void {
    this.cancel();
  }

  /**
   * Does a task at the caret, or for the selection, of an editor. A word of the translation becomes the query of the
   * present run.
   * @throws HeadlightError what went wrong, `cancelled` where a newer request has taken over
   */
  async start(task: Task, editor: vscode.TextEditor, signal?: AbortSignal): Promise<void> {
    const { analysis } = this.store.state;
    const request = requestIn(editor, task);
    const isTarget = analysis && sideIn(analysis, editor.document) === 'target';
    if (task === 'explain' && isTarget) await this.reselect(request.span, 'target');
    else await this.#run(request, signal);
  }

  /** Runs the analysed document again for the same task: at the caret if it is there, else for the same query. */
  async again(signal?: AbortSignal): Promise<void> {
    const { analysis } = this.store.state;
    if (analysis) await this.#run(requestOf(analysis), signal);
  }

  /** Loads the model that the settings name for a document, so that the first run finds it. @throws as `explain` */
  async load(document: vscode.TextDocument | undefined, outer?: AbortSignal): Promise<ModelAnswer> {
    return this.#busy(outer, (signal) => this.runs.load(document, signal));
  }

  /** Ends the run in progress. */
  cancel(): void {
    this.#work.cancel();
  }

  clear(): void {
    this.cancel();
    this.#release(this.store.state.analysis);
    this.store.update({ analysis: undefined, error: undefined, busy: undefined });
  }

  /** Makes a span of one of the texts the query; ignored where it is not in that text. */
  async reselect(span: Span, side: Side): Promise<void> {
    const { analysis } = this.#next;
    const text = analysis?.sides[side];
    if (!analysis || !text || analysis.stale) return;
    const query = queryAt(span, side, text);
    if (query && !sameTokens(query, analysis.query)) await this.#ask({ analysis: { ...analysis, query } });
  }

  async selectToken(token: number, side: Side): Promise<void> {
    const { analysis } = this.#next;
    const span = analysis?.sides[side]?.spans[token];
    if (!analysis || !span) return;
    await this.#ask({ analysis: { ...analysis, query: { side, span, tokens: [token] } } });
  }

  /** The choice that is shown, or will be once its row has come: what a further step starts from. */
  get choice(): HeadChoice {
    return this.#next.choice;
  }

  /** Shows another head or aggregate; what the model does not have becomes the mean. */
  async choose(choice: HeadChoice): Promise<void> {
    const { analysis } = this.#next;
    const kind = analysis && kindsOf(analysis.run.blocks).find((one) => one.kind === choice.kind);
    const { side } = analysis?.query ?? {};
    if (!kind || kind.queries === side || kind.keys === side) await this.#ask({ choice });
    else {
      // The query is in a text that this kind does not read: what it looks at most, there, takes its place.
      const shown = this.store.state.analysis;
      const row = shown?.run === analysis.run && shown.row.side === kind.queries ? shown.row : undefined;
      const query = strongestToken(kind.queries, analysis, row?.weights) ?? analysis.query;
      await this.#ask({ choice, analysis: { ...analysis, query } });
    }
  }

  setDirection(direction: Direction): Promise<void> {
    return this.#ask({ direction });
  }

  setHideSpecial(hideSpecial: boolean): Promise<void> {
    return this.#ask({ hideSpecial });
  }

  async #run(request: Request, outer?: AbortSignal): Promise<void> {
    await this.#busy(outer, async (signal) => {
      const { analysis: present } = this.store.state;
      const analysis = await this.runs.run(request, present, signal, () => {
        this.store.update({ busy: 'running' });
      });
      const { choice } = this.#next;
      const isNewKind = present?.model.kind !== analysis.model.kind;
      const kind = isNewKind ? mainKind(analysis.run.blocks) : choice.kind;
      await this.#ask({ analysis, choice: { ...choice, kind } });
    });
  }

  /** Does what takes a model; a failure is kept for the panel. */
  async #busy<T>(outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const tell = async (signal: AbortSignal): Promise<T> => {
      this.store.update({ busy: 'loading', error: undefined });
      try {
        return await work(signal);
      } catch (thrown) {
        if (!isCancelled(thrown)) this.store.update({ error: messageOf(thrown) });
        throw thrown;
      }
    };
    return this.#work.do(outer, tell, () => {
      this.store.update({ busy: undefined });
    });
  }

  /** The state once the answers that are still under way have come. */
  get #next(): Asked {
    return { ...this.store.state, ...this.#pending };
  }

  /** Takes a change over together with the row that belongs to it; changes that come meanwhile join it. */
  async #ask(change: Partial<Asked>): Promise<void> {
    const turn = ++this.#turn;
    this.#pending = { ...this.#pending, ...change };
    const next = this.#next;
    const { analysis } = next;
    const answer = analysis && (await this.#answer(analysis, next));
    if (turn !== this.#turn) return;
    const { choice, direction, hideSpecial } = next;
    this.#pending = {};
    if (!analysis) this.store.update({ choice, direction, hideSpecial, error: undefined });
    else if (answer) this.#settle({ direction, hideSpecial, ...answer, error: undefined });
    else {
      // The worker has let the run go, or was started anew: ask the same of a new run.
      this.store.update({ choice, direction, hideSpecial, analysis: undefined, error: undefined });
      await this.#run(requestOf(analysis));
    }
  }

  async #answer(analysis: Fresh, next: Asked): ReturnType<Answers['about']> {
    try {
      return await this.answers.about(analysis, next, this.store.state.analysis);
    } catch (thrown) {
      this.#pending = {};
      throw thrown;
    }
  }

  /** Shows an analysis. Edits that came while it was under way have moved the shown one, but not a new one. */
  #settle({ analysis, ...change }: Partial<State>): void {
    const shown = this.store.state.analysis;
    if (analysis && shown?.run === analysis.run) {
      const { task, query, row, predictions } = analysis;
      this.store.update({ ...change, analysis: { ...shown, task, query, row, predictions } });
    } else {
      this.#release(shown);
      this.store.update({ ...change, analysis: analysis && compareText(analysis) });
    }
  }

  #release(analysis: Analysis | undefined): void {
    if (analysis) void this.client.ask.release({ run: analysis.run.run }).catch(() => undefined);
  }
}
