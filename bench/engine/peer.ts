/** Something that runs the model, or the same one, on a text of so many tokens. */
export interface Peer {
  readonly name: string;
  /** Most tokens that are asked of it; any number by default. */
  readonly most?: number;
  readonly run: (tokens: number) => Promise<unknown>;
  readonly dispose: () => Promise<unknown>;
}
