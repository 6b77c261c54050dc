/**
 * Where downloads are written. Paths are relative to one folder, with `/`. A file is partial until it is finished, and a
 * partial one outlives the window, so that a download goes on where it was cut.
 */
export interface DownloadFiles {
  /** Bytes of a partial file that are there, 0 where there is none. */
  partialSize(path: string): Promise<number>;
  /**
   * Writes the next bytes of a partial file, which has `offset` of them; makes file and folders where there are none.
   * Writing the same again changes nothing, so that two windows may fetch the same file.
   */
  write(path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** SHA-256 of a partial file, in lower-case hexadecimal. */
  sha256(path: string): Promise<string>;
  /** Gives a whole file its name, in one step; a file of that name is replaced. */
  finish(path: string): Promise<void>;
  /** Deletes a partial file, if there is one. */
  discard(path: string): Promise<void>;
}
