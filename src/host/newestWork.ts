/** Work of which only the newest counts: each calls the one before it off. */
export class NewestWork {
  #running: AbortController | undefined;

  /**
   * Does some work; `outer` calls it off as well. `onEnd` hears of its end, however it ends, unless newer work has taken
   * over.
   */
  async do<T>(
    outer: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
    onEnd: () => void,
  ): Promise<T> {
    this.cancel();
    const controller = (this.#running = new AbortController());
    const cancel = (): void => {
      controller.abort();
    };
    outer?.addEventListener('abort', cancel);
    try {
      return await work(controller.signal);
    } finally {
      outer?.removeEventListener('abort', cancel);
      if (this.#running === controller) {
        this.#running = undefined;
        onEnd();
      }
    }
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
  }
}
