/** The end of a worker, said once, to whoever listens then or later; silent after `mute`. */
export class ExitSignal {
  #reason: string | undefined;
  #listener: ((reason: string) => void) | undefined;
  #muted = false;

  /** The first reason counts: an error is followed by the exit that it causes. */
  fire(reason: string): void {
    if (this.#muted || this.#reason !== undefined) return;
    this.#reason = reason;
    this.#listener?.(reason);
  }

  /** Sets the one listener; without one the reason waits for the next. */
  listen(listener: ((reason: string) => void) | undefined): void {
    this.#listener = listener;
    if (this.#reason !== undefined && !this.#muted) listener?.(this.#reason);
  }

  mute(): void {
    this.#muted = true;
  }
}
