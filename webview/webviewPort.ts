import type { Port } from '../src/protocol/port';

/** The part of VS Code's webview API that carries messages. */
export interface MessagePoster {
  postMessage(message: unknown): void;
}

/** The channel between this page and the extension's host. */
export function webviewPort(poster: MessagePoster, page: Window): Port {
  return {
    post: (message) => {
      poster.postMessage(message);
    },
    listen: (onMessage) => {
      page.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'object' && event.data !== null && 'kind' in event.data)
          onMessage(event.data);
      });
    },
  };
}
