import { invalid } from '../fault';
import type { Token } from '../tokenizer';
import type { Part, PostProcessor } from './postProcessor';

/** A place in a template: the tokens of the first or second text, or special tokens. */
export type TemplatePart = { readonly typeId: number } & (
  { readonly sequence: 'first' | 'second' } | { readonly tokens: readonly Token[] }
);

/** Sets tokens into the template for one text, or into the one for a pair. */
export class Template implements PostProcessor {
  constructor(
    private readonly single: readonly TemplatePart[],
    private readonly pair: readonly TemplatePart[],
  ) {
    // The Rust package, too, has no second text to set in there.
    if (single.some((part) => 'sequence' in part && part.sequence === 'second'))
      throw invalid('post_processor.single has a second text');
  }

  process(parts: readonly Part[]): Part[] {
    const [first, second] = parts;
    return (second ? this.pair : this.single).flatMap((part) => {
      const given =
        'tokens' in part ? { tokens: part.tokens, text: '' } : part.sequence === 'first' ? first : second;
      return given ? [{ ...given, typeIds: given.tokens.map(() => part.typeId) }] : [];
    });
  }
}
