/** A repository of a hub at a branch, tag or commit. */
export interface RepoName {
  /** `owner/name`, or a bare `name` as the oldest repositories have it. */
  readonly repo: string;
  readonly revision: string;
}

const part = '[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9])?';
const name = new RegExp(`^${part}(?:/${part})?$`);
/** What may follow the name in the address of a page or file. */
const pages = new Set(['tree', 'blob', 'resolve', 'raw', 'commit']);

/**
 * Reads what people type or paste: `owner/name`, `owner/name@revision`, or the address of a model's page or of a file in
 * it, on whatever hub. `undefined` where it is neither.
 */
export function parseRepo(text: string): RepoName | undefined {
  const typed = text.trim();
  const address = /^(?:https?:\/\/|hf\.co\/|(?:www\.)?huggingface\.co\/)/i.test(typed);
  return address ? fromAddress(typed) : fromName(typed);
}

function fromName(typed: string): RepoName | undefined {
  const [, repo = '', revision] = /^([^@]*)(?:@(.+))?$/.exec(typed) ?? [];
  return checked(repo, revision?.trim() ?? 'main');
}

function fromAddress(typed: string): RepoName | undefined {
  const url = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(url)) return undefined;
  const parts = new URL(url).pathname.split('/').filter((each) => each !== '');
  const at = parts.findIndex((each) => pages.has(each));
  const repo = (at < 0 ? parts.slice(0, 2) : parts.slice(0, at)).join('/');
  return checked(repo, at < 0 ? 'main' : decoded(parts[at + 1] ?? 'main'));
}

function checked(repo: string, revision: string): RepoName | undefined {
  const fits = name.test(repo) && !/--|\.\./.test(repo);
  // What git refuses in a name of a branch: it would also be a way out of the address.
  return fits && /^[\w./+-]+$/.test(revision) && !revision.includes('..') ? { repo, revision } : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
