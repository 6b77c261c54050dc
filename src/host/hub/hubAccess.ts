import type * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import { readSettings } from '../settings';
import type { HubConnection } from './hubConnection';
import { wait } from './wait';

/** Which hub is asked, and with which token; tokens are in VS Code's secret storage only, one for each hub. */
export class HubAccess {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** @throws HeadlightError `hub-endpoint` */
  async connection(): Promise<HubConnection> {
    const { endpoint } = this;
    const token = await this.secrets.get(keyOf(endpoint));
    return { endpoint, token, fetch: (...request) => fetch(...request), wait };
  }

  async setToken(token: string): Promise<void> {
    await this.secrets.store(keyOf(this.endpoint), token);
  }

  async clearToken(): Promise<void> {
    await this.secrets.delete(keyOf(this.endpoint));
  }

  /** The hub's address without a slash at the end. @throws HeadlightError `hub-endpoint` */
  get endpoint(): string {
    const { hubEndpoint: text } = readSettings();
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
      throw new HeadlightError('hub-endpoint', { text });
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  }
}

/** A token is for the hub that it was set for, so that another endpoint does not get it. */
function keyOf(endpoint: string): string {
  return `hubToken ${endpoint}`;
}
