/** One end of a two-way channel between two of host, worker and webview. Hides Node's workers, Web Workers and webviews. */
export interface Port {
  /** Sends a structured-clonable message; buffers in `transfer` are moved where the channel can, else copied. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Sets the one listener. */
  listen(onMessage: (message: unknown) => void): void;
}
