/** How a hub is reached; all that its client needs of the outside. */
export interface HubConnection {
  /** Where the hub is, without a slash at the end. */
  readonly endpoint: string;
  /** Sent to the endpoint only: `fetch` drops it where a redirect leads elsewhere. */
  readonly token: string | undefined;
  readonly fetch: typeof fetch;
  /** Resolves after so many ms; rejects with `cancelled` where the signal fires before. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What a request is about, for messages. */
export interface HubSubject {
  readonly repo: string;
  readonly revision: string;
  /** A file of the repository, where it is about one. */
  readonly file?: string | undefined;
}
