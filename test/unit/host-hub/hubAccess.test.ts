import type * as vscode from 'vscode';
import { describe, expect, it, vi } from 'vitest';
import { HubAccess } from '../../../src/host/hub/hubAccess';

const settings = vi.hoisted(() => ({ endpoint: 'https://hub.example/' }));

vi.mock('vscode', () => ({
  workspace: {
    getConfiguration: () => ({
      get: (key: string) => (key === 'hub.endpoint' ? settings.endpoint : undefined),
    }),
  },
}));

function secrets(): vscode.SecretStorage {
  const values = new Map<string, string>();
  // SAFETY: the methods that are used, with the types that VS Code gives them.
  return {
    get: (key: string) => Promise.resolve(values.get(key)),
    store: (key: string, value: string) => Promise.resolve(values.set(key, value)),
    delete: (key: string) => Promise.resolve(values.delete(key)),
  } as unknown as vscode.SecretStorage;
}

describe('HubAccess', () => {
  it('keeps a token for the hub that it was set for, and gives it to no other', async () => {
    const hub = new HubAccess(secrets());
    settings.endpoint = 'https://hub.example/';
    await hub.setToken('secret');
    expect(await hub.connection()).toMatchObject({ endpoint: 'https://hub.example', token: 'secret' });
    settings.endpoint = 'https://mirror.example/hub/';
    expect(await hub.connection()).toMatchObject({
      endpoint: 'https://mirror.example/hub',
      token: undefined,
    });
    await hub.clearToken();
    settings.endpoint = 'https://hub.example';
    expect((await hub.connection()).token).toBe('secret');
    await hub.clearToken();
    expect((await hub.connection()).token).toBeUndefined();
  });

  it('refuses what is no address, and takes the default where there is none', async () => {
    const hub = new HubAccess(secrets());
    for (const text of ['hub.example', 'file:///etc', 'not an address']) {
      settings.endpoint = text;
      await expect(hub.connection()).rejects.toMatchObject({ code: 'hub-endpoint', params: { text } });
    }
    settings.endpoint = '';
    expect((await hub.connection()).endpoint).toBe('https://huggingface.co');
  });
});
