import { HeadlightError } from '../../core/errors';
import type { StoredFile } from '../../protocol/modelVariants';
import type { HubConnection } from './hubConnection';
import { ask, reasonOf } from './hubRequest';
import type { RepoName } from './repoName';

/** A file of a repository. */
export interface HubFile extends StoredFile {
  /** In lower-case hexadecimal; of files in Git LFS, which all large ones are. */
  readonly sha256: string | undefined;
}

/** A repository as it is at one commit. */
export interface HubModel {
  /** As the hub writes it. */
  readonly repo: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/**
 * Lists a repository's files with their sizes, and pins the revision to its commit: `GET /api/models/{repo}/revision/{rev}?blobs=true`.
 * @throws HeadlightError `hub-…`, `cancelled`
 */
export async function listModel(
  hub: HubConnection,
  { repo, revision }: RepoName,
  signal: AbortSignal,
): Promise<HubModel> {
  const path = `/api/models/${repo}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const response = await ask(hub, path, { repo, revision }, { signal });
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (thrown) {
    if (signal.aborted) throw new HeadlightError('cancelled');
    throw new HeadlightError(
      'hub-answer',
      { endpoint: hub.endpoint, reason: reasonOf(thrown) },
      { cause: thrown },
    );
  }
  const model = readListing(answer, repo);
  if (model) return model;
  throw new HeadlightError('hub-answer', { endpoint: hub.endpoint, reason: 'no list of files' });
}

/** The fields that are used; what is not as it should be is left out, and without a commit nothing can be pinned. */
function readListing(answer: unknown, repo: string): HubModel | undefined {
  if (!isObject(answer)) return undefined;
  const { sha, siblings } = answer;
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || !Array.isArray(siblings)) return undefined;
  const files = siblings.flatMap((sibling: unknown) => {
    const file = isObject(sibling) ? readFile(sibling) : undefined;
    return file ? [file] : [];
  });
  return { repo, commit: sha, files };
}

function readFile({ rfilename, size, lfs }: Fields): HubFile | undefined {
  const stored: Fields = isObject(lfs) ? lfs : {};
  const bytes = size ?? stored.size;
  if (typeof rfilename !== 'string' || typeof bytes !== 'number' || !(bytes >= 0)) return undefined;
  // Newer hubs call it oid, as Git LFS itself does.
  const hash = stored.sha256 ?? stored.oid;
  const sha256 = typeof hash === 'string' ? /^(?:sha256:)?([0-9a-f]{64})$/i.exec(hash)?.[1] : undefined;
  return { path: rfilename, bytes, sha256: sha256?.toLowerCase() };
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
