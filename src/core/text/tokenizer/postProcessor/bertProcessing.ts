import type { Token } from '../tokenizer';
import { type Part, type PostProcessor, surrounded } from './postProcessor';

/** `[CLS] A [SEP]` or `[CLS] A [SEP] B [SEP]`, the second with the type 1 (Devlin et al. 2019). */
export class BertProcessing implements PostProcessor {
  constructor(
    private readonly cls: Token,
    private readonly sep: Token,
  ) {}

  process(parts: readonly Part[]): Part[] {
    return parts.map((part, index) => {
      if (index === 0) return surrounded(part, this.cls, this.sep, 0);
      return {
        tokens: [...part.tokens, this.sep],
        typeIds: [...part.typeIds, 1],
        text: part.text,
      };
    });
  }
}
