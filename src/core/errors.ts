import type { errorMessages } from './errorMessages';
import type { RefusalReason } from './refusalReasons';

/** What can go wrong in a way that the user can mend. Prose is made from the code by host and headless entry. */
export type ErrorCode = keyof typeof errorMessages;

/** What fills the placeholders of the message; a reason has a sentence of its own. */
export type ErrorParams = Readonly<Record<string, string | number | RefusalReason>>;

/** The form in which an error crosses a port: no stack, no prose. `detail` is for the log only. */
export interface ErrorShape {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly detail?: string;
}

/** An expected failure: a code with the parameters of its message. Anything else that is thrown is a defect. */
export class HeadlightError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly params: ErrorParams = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'HeadlightError';
  }
}

/** Any thrown value as it crosses a port; what is no HeadlightError becomes `internal`, its text kept for the log. */
export function toErrorShape(thrown: unknown): ErrorShape {
  if (thrown instanceof HeadlightError) {
    const cause = thrown.cause;
    return {
      code: thrown.code,
      params: thrown.params,
      ...(cause === undefined ? {} : { detail: describe(cause) }),
    };
  }
  return { code: 'internal', params: {}, detail: describe(thrown) };
}

/** The error that a shape stands for, on the other side of the port. */
export function fromErrorShape(shape: ErrorShape): HeadlightError {
  return new HeadlightError(
    shape.code,
    shape.params,
    shape.detail === undefined ? undefined : { cause: shape.detail },
  );
}

/** A thrown value in full, for the log. */
export function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
