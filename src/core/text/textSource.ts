/**
 * Text that is read in parts, so that nothing has to copy a document of 50 MB. A plain string is one; the host wraps an
 * editor's document.
 */
export interface TextSource {
  /** In UTF-16 units. */
  readonly length: number;
  /** The units in `[start, end)`, `0 <= start <= end <= length`. */
  slice(start: number, end: number): string;
}
