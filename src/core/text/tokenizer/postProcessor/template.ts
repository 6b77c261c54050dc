import type { Encoding, Token } from '../tokenizer';
import type { PostProcessor } from './postProcessor';

/** A place in a template: the tokens of the first or second text, or special tokens. */
export type TemplatePart = { readonly typeId: number } & (
  { readonly sequence: 'first' | 'second' } | { readonly tokens: readonly Token[] }
);

/** Sets tokens into the template for one text, or into the one for a pair. */
export class Template implements PostProcessor {
  constructor(
    private readonly single: readonly TemplatePart[],
    private readonly pair: readonly TemplatePart[],
  ) {}

  process(first: readonly Token[], second: readonly Token[] | undefined): Encoding {
    const tokens: Token[] = [];
    const typeIds: number[] = [];
    for (const part of second ? this.pair : this.single) {
      const chosen = 'tokens' in part ? part.tokens : part.sequence === 'first' ? first : (second ?? []);
      for (const token of chosen) {
        tokens.push(token);
        typeIds.push(part.typeId);
      }
    }
    return { tokens, typeIds };
  }
}

const first: TemplatePart = { sequence: 'first', typeId: 0 };

/** No special tokens: what a tokenizer without a post-processor gives. */
export const bareTemplate = new Template([first], [first, { sequence: 'second', typeId: 1 }]);

/** `[CLS] A [SEP]` or `[CLS] A [SEP] B [SEP]`, as BERT has it. */
export function bertTemplate(cls: Token, sep: Token): Template {
  const start: TemplatePart[] = [{ tokens: [cls], typeId: 0 }, first, { tokens: [sep], typeId: 0 }];
  return new Template(start, [...start, { sequence: 'second', typeId: 1 }, { tokens: [sep], typeId: 1 }]);
}
