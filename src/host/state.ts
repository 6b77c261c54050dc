import * as vscode from 'vscode';
import type { Span } from '../core/text/span';
import type { Direction, HeadChoice, ModelAnswer, RowAnswer, RunAnswer } from '../protocol/inference';

/** One run and what is asked of it, tied to a document. All spans are UTF-16 ranges in the document as it is now. */
export interface Analysis {
  readonly document: vscode.TextDocument;
  readonly model: ModelAnswer;
  readonly run: RunAnswer;
  /** The text that was given to the worker. */
  readonly text: string;
  /** Whether the scope holds more text than the model was given. */
  readonly cut: boolean;
  /** Where that text lies now. */
  readonly range: Span;
  /** The span of each token; `undefined` for special tokens and for those that an edit reached into. */
  readonly tokens: readonly (Span | undefined)[];
  /** Whether the document no longer holds `text` at `range`. */
  readonly stale: boolean;
  readonly query: Query;
  /** Weights of the query under the current choice, direction and filter. */
  readonly row: RowAnswer;
}

export interface Query {
  readonly span: Span;
  /** Indices of the tokens that the span covers. */
  readonly tokens: readonly number[];
}

/** Everything that editor, hover, status bar and panel show. No tensors: weights are one row. */
export interface State {
  readonly analysis: Analysis | undefined;
  readonly choice: HeadChoice;
  readonly direction: Direction;
  readonly hideSpecial: boolean;
  /** What the worker is doing for the user right now. */
  readonly busy: 'loading' | 'running' | undefined;
  /** The message of the last command, if it failed. */
  readonly error: string | undefined;
}

/** Holds the state; whoever shows it listens. */
export class Store implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<State>();
  readonly onDidChange = this.#changed.event;
  #state: State;

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  update(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed.fire(this.#state);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
