import { HeadlightError } from '../../core/errors';

/** What a failed write means, on the disk of a machine or in the storage of a browser. */
export function diskError(thrown: unknown, path: string): HeadlightError {
  if (thrown instanceof HeadlightError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
  const name = thrown instanceof Error ? thrown.name : '';
  // VS Code's file systems hand on the text of the error below them only.
  const isFull = /ENOSPC|EDQUOT|QuotaExceeded|no space left/i.test(`${code} ${name} ${text}`);
  return isFull
    ? new HeadlightError('disk-full', { path }, { cause: thrown })
    : new HeadlightError('storage-write', { path, reason: text }, { cause: thrown });
}
