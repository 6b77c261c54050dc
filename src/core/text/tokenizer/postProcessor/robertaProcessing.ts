import type { Token } from '../tokenizer';
import { type Part, type PostProcessor, surrounded } from './postProcessor';
import { trimBlanks } from './trimBlanks';

export interface RobertaOptions {
  /** Leaves the blanks of a token out of its range. */
  readonly trimOffsets: boolean;
  readonly addPrefixSpace: boolean;
}

/** `<s> A </s>` or `<s> A </s></s> B </s>`, all with the type 0 (Liu et al. 2019). */
export class RobertaProcessing implements PostProcessor {
  constructor(
    private readonly cls: Token,
    private readonly sep: Token,
    private readonly options: RobertaOptions,
  ) {}

  process(parts: readonly Part[]): Part[] {
    return parts.map((given, index) => {
      const part = this.options.trimOffsets ? trimBlanks(given, this.options.addPrefixSpace) : given;
      const typed = { ...part, typeIds: part.typeIds.map(() => 0) };
      return surrounded(typed, index === 0 ? this.cls : this.sep, this.sep, 0);
    });
  }
}
