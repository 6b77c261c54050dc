import * as vscode from 'vscode';
import type { Direction, HeadChoice } from '../protocol/inference';
import type { Analysis } from './analysis';

/** Everything that editor, hover, status bar and panel show. No tensors: weights are one row. */
export interface State {
  readonly analysis: Analysis | undefined;
  readonly choice: HeadChoice;
  /** The wish for attention within one text; between two texts the query's side decides. */
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
