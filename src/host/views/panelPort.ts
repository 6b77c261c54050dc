import type * as vscode from 'vscode';
import type { Port } from '../../protocol/port';

/** A webview as a port. Webviews copy buffers and have no transfer list. */
export function panelPort(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen: (onMessage) => {
      webview.onDidReceiveMessage(onMessage);
    },
  };
}
