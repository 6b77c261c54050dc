import { HeadlightError } from '../../core/errors';
import type { HubConnection, HubSubject } from './hubConnection';
import { hubError, retryAfter } from './hubErrors';

/** A hub that asks for more patience than this is not waited for. */
const longestWait = 30;
const mostWaits = 3;

/**
 * Asks the hub and follows redirects. Where it has too much to do and says for how long, the request waits and is sent
 * again.
 * @throws HeadlightError `hub-…` for every answer but 2xx and 416, `cancelled`
 */
export async function ask(
  hub: HubConnection,
  path: string,
  subject: HubSubject,
  options: { readonly signal: AbortSignal; readonly headers?: Readonly<Record<string, string>> },
): Promise<Response> {
  for (let waits = 0; ; waits++) {
    const response = await send(hub, path, options);
    const seconds = response.status === 429 || response.status === 503 ? retryAfter(response) : undefined;
    if (seconds !== undefined && seconds <= longestWait && waits < mostWaits) {
      await response.body?.cancel();
      await hub.wait(seconds * 1000, options.signal);
    } else if (response.ok || response.status === 416) {
      return response;
    } else {
      await response.body?.cancel();
      throw hubError(response, subject, hub);
    }
  }
}

async function send(
  hub: HubConnection,
  path: string,
  {
    signal,
    headers = {},
  }: { readonly signal: AbortSignal; readonly headers?: Readonly<Record<string, string>> },
): Promise<Response> {
  const authorization = hub.token === undefined ? {} : { Authorization: `Bearer ${hub.token}` };
  try {
    // The pages of a hub are not what is asked for, and a cache of the browser would keep models a second time.
    const request = { signal, headers: { ...headers, ...authorization }, cache: 'no-store' } as const;
    const response = await hub.fetch(`${hub.endpoint}${path}`, request);
    const isDowngraded = hub.endpoint.startsWith('https:') && response.url.startsWith('http:');
    if (!isDowngraded) return response;
    await response.body?.cancel();
    throw new HeadlightError('hub-insecure', { endpoint: hub.endpoint });
  } catch (thrown) {
    throw unreachable(thrown, hub.endpoint, signal);
  }
}

/** What a failed `fetch` means. */
function unreachable(thrown: unknown, endpoint: string, signal: AbortSignal): HeadlightError {
  if (thrown instanceof HeadlightError) return thrown;
  if (signal.aborted) return new HeadlightError('cancelled');
  return new HeadlightError('hub-offline', { endpoint, reason: reasonOf(thrown) }, { cause: thrown });
}

/** Node's fetch says only “fetch failed”; its cause says why. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  return cause instanceof Error && cause.message !== '' ? cause.message : thrown.message;
}
