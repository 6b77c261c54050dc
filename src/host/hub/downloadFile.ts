import { HeadlightError } from '../../core/errors';
import type { DownloadFiles } from '../../protocol/downloadFiles';
import { diskError } from './diskError';
import type { HubConnection } from './hubConnection';
import { ask, reasonOf } from './hubRequest';
import type { HubFile, HubModel } from './listModel';

/** What one file's download needs. */
export interface FileDownload {
  readonly model: Pick<HubModel, 'repo' | 'commit'>;
  readonly file: HubFile;
  /** Where it is written, relative to the folder of downloads. */
  readonly path: string;
}

export interface DownloadContext {
  readonly hub: HubConnection;
  readonly files: DownloadFiles;
  readonly signal: AbortSignal;
  /** Is told how many bytes of the file are there, whenever more are. */
  readonly onBytes: (bytes: number) => void;
}

/** Bytes that are written together: a write costs a file system, perhaps across a process or a network. */
const pieceSize = 4 * 1024 * 1024;
/** So often in a row a connection may be cut without a byte in between. */
const mostCuts = 4;

/**
 * Fetches one file at the model's commit, from where it was cut before, checks size and SHA-256, and gives it its name.
 * A connection that is cut is taken up again some times.
 * @throws HeadlightError `hub-…`, `disk-full`, `storage-write`, `cancelled`; but for a wrong checksum or size, what was
 * fetched is kept for the next time
 */
export async function downloadFile(download: FileDownload, context: DownloadContext): Promise<void> {
  const { file, path } = download;
  const { files, onBytes } = context;
  // An empty file has nothing to be fetched.
  if (file.bytes === 0) await onDisk(download, () => files.write(path, 0, new Uint8Array(0)));
  let farthest = 0;
  let cuts = 0;
  for (;;) {
    const before = await startSize(download, context);
    onBytes(before);
    if (before === file.bytes) break;
    const cut = await fetchRest(download, before, context);
    if (cut === undefined) break;
    const after = await onDisk(download, () => files.partialSize(path));
    cuts = after > Math.max(before, farthest) ? 0 : cuts + 1;
    farthest = Math.max(after, farthest);
    if (cuts >= mostCuts) throw cutError(file, after, cut);
    await context.hub.wait(500 * 2 ** cuts, context.signal);
  }
  await check(download, context);
  await onDisk(download, () => files.finish(path));
}

/** Bytes that are there; more than the file has are none of it. */
async function startSize(download: FileDownload, { files }: DownloadContext): Promise<number> {
  const { file, path } = download;
  const size = await onDisk(download, () => files.partialSize(path));
  if (size <= file.bytes) return size;
  await onDisk(download, () => files.discard(path));
  return 0;
}

/** Fetches what is missing; answers with what cut it, or `undefined` where all came. */
async function fetchRest(
  download: FileDownload,
  start: number,
  context: DownloadContext,
): Promise<Error | undefined> {
  const { model, file, path } = download;
  const { hub, files, signal } = context;
  const address = `/${model.repo}/resolve/${model.commit}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
  const headers = start > 0 ? { Range: `bytes=${start}-` } : {};
  const subject = { repo: model.repo, revision: model.commit, file: file.path };
  let response: Response;
  try {
    response = await ask(hub, address, subject, { signal, headers });
  } catch (thrown) {
    // Once bytes have come, a hub that cannot be reached is a cut like any other.
    const isCut = start > 0 && thrown instanceof HeadlightError && thrown.code === 'hub-offline';
    if (isCut) return new Error(reasonOf(thrown.cause), { cause: thrown });
    throw thrown;
  }
  // There are no more bytes, where the listing has some.
  if (response.status === 416) throw await wrongSize(download, files, hub.endpoint);
  const offset = startOf(response, start);
  if (offset !== start) {
    // The hub does not know ranges, or has another file now: from the beginning.
    await onDisk(download, () => files.discard(path));
    if (offset !== 0) {
      await response.body?.cancel();
      return new Error(`the hub answered with status ${response.status} to a part of the file`);
    }
  }
  return receive(response, offset, download, context);
}

/** The offset of the bytes that a response has; -1 where it has none of them. */
function startOf({ status, headers }: Response, asked: number): number {
  if (status === 200) return 0;
  // A browser shows this header only where the hub lets it.
  const start = /^bytes (\d+)-/.exec(headers.get('Content-Range') ?? '')?.[1] ?? asked;
  return status === 206 ? Number(start) : -1;
}

async function receive(
  response: Response,
  start: number,
  download: FileDownload,
  { files, signal, onBytes, hub }: DownloadContext,
): Promise<Error | undefined> {
  const { file, path } = download;
  let written = start;
  let pieces: Uint8Array[] = [];
  let waiting = 0;
  const flush = async (): Promise<void> => {
    if (waiting === 0) return;
    const bytes = joined(pieces, waiting);
    await onDisk(download, () => files.write(path, written, bytes));
    written += waiting;
    pieces = [];
    waiting = 0;
  };
  const reader = response.body?.getReader();
  const next = async (): Promise<Uint8Array | Error | undefined> => {
    try {
      return (await reader?.read())?.value;
    } catch (thrown) {
      if (signal.aborted) return new HeadlightError('cancelled');
      return new Error(reasonOf(thrown), { cause: thrown });
    }
  };
  try {
    for (;;) {
      const bytes = await next();
      if (!(bytes instanceof Uint8Array)) {
        await flush();
        if (bytes instanceof HeadlightError) throw bytes;
        return bytes ?? (written < file.bytes ? new Error('the connection was closed') : undefined);
      }
      pieces.push(bytes);
      waiting += bytes.length;
      if (written + waiting > file.bytes) throw await wrongSize(download, files, hub.endpoint);
      onBytes(written + waiting);
      if (waiting >= pieceSize) await flush();
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

async function check(download: FileDownload, { files, hub }: DownloadContext): Promise<void> {
  const { file, path } = download;
  const size = await onDisk(download, () => files.partialSize(path));
  if (size !== file.bytes) throw await wrongSize(download, files, hub.endpoint);
  if (file.sha256 === undefined) return;
  const sha256 = await onDisk(download, () => files.sha256(path));
  if (sha256 === file.sha256) return;
  await onDisk(download, () => files.discard(path));
  throw new HeadlightError('hub-checksum', { file: file.path });
}

async function wrongSize(
  download: FileDownload,
  files: DownloadFiles,
  endpoint: string,
): Promise<HeadlightError> {
  await onDisk(download, () => files.discard(download.path));
  return new HeadlightError('hub-size', { file: download.file.path, endpoint });
}

function cutError(file: HubFile, done: number, cause: Error): HeadlightError {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const params = {
    file: file.path,
    done: megabytes(done),
    total: megabytes(file.bytes),
    reason: cause.message,
  };
  return new HeadlightError('hub-cut', params, { cause });
}

/** Does something with the disk; what goes wrong there is told in the words for it. */
async function onDisk<T>({ path }: FileDownload, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw diskError(thrown, path);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
