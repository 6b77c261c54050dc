import { HeadlightError } from '../../core/errors';
import type { HubConnection, HubSubject } from './hubConnection';

/**
 * What a hub's refusal means. Hugging Face names the kind in `X-Error-Code`; mirrors say it by the status alone.
 * A missing repository and a private one are answered alike, with 401 to who has no token.
 */
export function hubError(response: Response, subject: HubSubject, hub: HubConnection): HeadlightError {
  const { status } = response;
  const { repo, revision, file } = subject;
  const named = response.headers.get('X-Error-Code');
  const page = `${hub.endpoint}/${repo}`;
  if (named === 'GatedRepo') return new HeadlightError('hub-gated', { repo, page });
  if (named === 'RevisionNotFound') return new HeadlightError('hub-revision-missing', { repo, revision });
  if (status === 401) {
    return new HeadlightError(hub.token === undefined ? 'hub-token-needed' : 'hub-token-refused', { repo });
  }
  if (status === 403) return new HeadlightError('hub-forbidden', { repo, page });
  if (status === 404 && file !== undefined) return new HeadlightError('hub-file-missing', { repo, file });
  if (status === 404 || named === 'RepoNotFound') {
    // Without the kind's name a branch that was typed may be what is missing as well.
    const isKnown = named === 'RepoNotFound' || revision === 'main';
    return isKnown
      ? new HeadlightError('hub-repo-missing', { repo })
      : new HeadlightError('hub-repo-or-revision-missing', { repo, revision });
  }
  if (status === 429) {
    const seconds = retryAfter(response);
    return seconds === undefined
      ? new HeadlightError('hub-busy')
      : new HeadlightError('hub-busy-until', { seconds });
  }
  return new HeadlightError('hub-status', { endpoint: hub.endpoint, status });
}

/** The seconds of `Retry-After`, which has them or a date (RFC 9110, 10.2.3); `undefined` where it says neither. */
export function retryAfter(response: Response, now = Date.now()): number | undefined {
  const text = response.headers.get('Retry-After')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
