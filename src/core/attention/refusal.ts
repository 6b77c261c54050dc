import { because, type RefusalCode, type RefusalReason } from '../refusalReasons';
import { reasonSentence } from '../sentences';

/** A block that cannot be shown for this run, with the reason for the user. */
export class RefusalError extends Error {
  readonly reason: RefusalReason;

  constructor(code: RefusalCode, params: RefusalReason['params'] = {}) {
    const reason = because(code, params);
    super(reasonSentence(reason));
    this.name = 'RefusalError';
    this.reason = reason;
  }
}
