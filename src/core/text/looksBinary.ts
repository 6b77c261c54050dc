import type { TextSource } from './textSource';

/** Whether a text was decoded from something that is no text: it has a NUL, or many control or replacement characters. */
export function looksBinary(text: TextSource): boolean {
  throw new Error(`not yet ${text.length}`);
}
