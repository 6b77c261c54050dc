import type { Span } from './span';
import type { TextSource } from './textSource';

/** How much of the document goes to the model: the setting `headlight.scope`. */
export type Scope = 'sentence' | 'paragraph' | 'document';

/** A scope's range; `cut` where it would have been longer than `maxCharacters`. */
export interface ScopeSpan extends Span {
  readonly cut: boolean;
}

/**
 * The part of the document that goes to the model for `query`: it contains the query, begins and ends at sentence
 * borders and has no white space around it (beyond the query's own). Reads at most about `maxCharacters` around the
 * query, whatever the document's length.
 */
export function scopeSpan(text: TextSource, query: Span, scope: Scope, maxCharacters = 131_072): ScopeSpan {
  throw new Error(`not yet ${text.length} ${query.start} ${scope} ${maxCharacters}`);
}
