import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A repository of the server: its files by path. */
export interface Repository {
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Files that the listing gives a checksum of, as hubs do for those in Git LFS; by default those of ONNX. */
  readonly isLarge?: (path: string) => boolean;
  /** Only who sends this token gets it. */
  readonly token?: string;
}

/** Takes a request over, instead of the hub: true where it has answered. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A commit, as each repository of the server has one. */
export const commit = '0123456789abcdef0123456789abcdef01234567';

/**
 * A server on the loopback address with the layout of the Hugging Face Hub: `/api/models/{repo}/revision/{rev}?blobs=true`
 * and `/{repo}/resolve/{rev}/{path}`, which leads to another address for large files, as the hub's own storage does.
 */
export class HubServer {
  /** The requests so far, as `GET /path`, with ` bytes=…` for a range. */
  readonly requests: string[] = [];
  /** The `Authorization` of each. */
  readonly authorizations: (string | undefined)[] = [];
  fault: Fault = () => false;

  private constructor(
    private readonly repositories: Readonly<Record<string, Repository>>,
    private readonly server: Server,
    private readonly storage: Server,
  ) {}

  static async start(repositories: Readonly<Record<string, Repository>>): Promise<HubServer> {
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      hub.#answer(request, response);
    };
    const server = createServer(answer);
    // Another port is another origin.
    const storage = createServer(answer);
    const hub = new HubServer(repositories, server, storage);
    await Promise.all([listening(server), listening(storage)]);
    return hub;
  }

  get endpoint(): string {
    return addressOf(this.server);
  }

  async stop(): Promise<void> {
    for (const server of [this.server, this.storage]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.endpoint);
    const { range, authorization } = request.headers;
    this.requests.push(`${request.method ?? ''} ${pathname}${range === undefined ? '' : ` ${range}`}`);
    this.authorizations.push(authorization);
    if (this.fault(request, response)) return;
    const stored = /^\/storage\/(.+?)\/-\/(.+)$/.exec(pathname);
    if (stored) {
      send(request, response, this.#file(stored[1], stored[2]));
      return;
    }
    const listing = /^\/api\/models\/(.+)\/revision\/([^/]+)$/.exec(pathname);
    const file = /^\/(.+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname);
    const [, name = '', revision = '', path] = listing ?? file ?? [];
    const repository = this.repositories[name];
    const token = authorization?.replace('Bearer ', '');
    if (!repository || (repository.token !== undefined && token !== repository.token)) {
      // The hub answers alike for what is not there and what is private, but for who has shown who he is.
      refuse(response, token === undefined || repository ? 401 : 404, 'RepoNotFound');
    } else if (!['main', commit].includes(revision)) {
      refuse(response, 404, 'RevisionNotFound');
    } else if (listing && searchParams.get('blobs') === 'true') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ id: name, sha: commit, siblings: siblingsOf(repository) }));
    } else if (path !== undefined && repository.files[path] && isLarge(repository, path)) {
      response.writeHead(302, { Location: `${addressOf(this.storage)}/storage/${name}/-/${path}` }).end();
    } else {
      send(request, response, this.#file(name, path));
    }
  }

  #file(name = '', path = ''): Uint8Array | undefined {
    return this.repositories[name]?.files[path];
  }
}

/** A fault of the first answers to addresses that match: the later ones are the hub's. */
export function firstTimes(
  count: number,
  address: RegExp,
  answer: (response: ServerResponse) => void,
): Fault {
  let left = count;
  return (request, response) => {
    if (left === 0 || !address.test(request.url ?? '')) return false;
    left--;
    answer(response);
    return true;
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function siblingsOf(repository: Repository): object[] {
  return Object.entries(repository.files).map(([rfilename, bytes]) => ({
    rfilename,
    size: bytes.length,
    blobId: commit,
    ...(isLarge(repository, rfilename) && {
      lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 134 },
    }),
  }));
}

function isLarge({ isLarge: asked }: Repository, path: string): boolean {
  return asked ? asked(path) : /\.onnx([._]data.*)?$/.test(path);
}

function send(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array | undefined): void {
  if (!bytes) {
    refuse(response, 404, 'EntryNotFound');
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start > 0 && start < bytes.length) {
    response.setHeader('Content-Range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
    response.statusCode = 206;
  } else if (start > 0) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    return;
  }
  response.setHeader('Content-Length', bytes.length - start);
  response.end(bytes.subarray(start));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'X-Error-Code': code }).end();
}

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function addressOf(server: Server): string {
  // SAFETY: a server that listens on a port has an address with it.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
