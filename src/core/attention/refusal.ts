/** A block that cannot be shown for this run, with the reason for the user. */
export class RefusalError extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'RefusalError';
  }
}
