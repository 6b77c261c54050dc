import type { Part, PostProcessor } from './postProcessor';
import { trimBlanks } from './trimBlanks';

/** Leaves the blanks of byte-level tokens out of their ranges; adds no token. */
export class ByteLevelProcessing implements PostProcessor {
  constructor(private readonly addPrefixSpace: boolean) {}

  process(parts: readonly Part[]): Part[] {
    return parts.map((part) => trimBlanks(part, this.addPrefixSpace));
  }
}
