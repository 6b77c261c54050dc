import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { RecentModels } from '../../../src/host/models/recentModels';

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  // SAFETY: the two methods that are used, with the types that VS Code gives them.
  return {
    get: (key: string, otherwise: unknown) => values.get(key) ?? otherwise,
    update: (key: string, value: unknown) => {
      values.set(key, value);
      return Promise.resolve();
    },
  } as unknown as vscode.Memento;
}

describe('RecentModels', () => {
  it('has the newest first, each once, and no more than a handful', async () => {
    const recent = new RecentModels(memento());
    for (const model of ['a', 'b', 'c', 'd', 'e', 'f', 'c']) await recent.add(model);
    expect(recent.all()).toEqual(['c', 'f', 'e', 'd', 'b']);
  });

  it('forgets one', async () => {
    const recent = new RecentModels(memento());
    for (const model of ['a', 'b']) await recent.add(model);
    await recent.remove('b');
    expect(recent.all()).toEqual(['a']);
  });
});
