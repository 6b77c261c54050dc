/** One state, changed by actions only. */
export interface Store<State, Action> {
  readonly state: State;
  dispatch(action: Action): void;
  /** Calls back after each change of the state. */
  subscribe(listener: () => void): void;
}

export function createStore<State, Action>(
  initial: State,
  reduce: (state: State, action: Action) => State,
): Store<State, Action> {
  let state = initial;
  const listeners: (() => void)[] = [];
  return {
    get state() {
      return state;
    },
    dispatch: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.push(listener);
    },
  };
}
